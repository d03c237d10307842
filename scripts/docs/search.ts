import { plain } from "./page.ts";
import type { Content } from "./shell.ts";

/** What the search finds: a part of a page, or a field that a table of it describes. */
export interface Entry {
  readonly id: number;
  readonly url: string;
  readonly title: string;
  readonly heading: string;
  /** Identifiers that stand in the part. */
  readonly names: string;
  readonly text: string;
}

/** The site's parts, for the search to index. */
export function searchEntries(contents: readonly Content[]): Entry[] {
  const entries = contents.flatMap(({ page, parts }) =>
    parts.flatMap(({ level, id, heading, text, fields }) => {
      const url = `${page.path}.html${level === 1 ? "" : `#${id}`}`;
      const operation = page.method ? page.path.slice("api/".length) : "";
      const names = [
        ...new Set([...(text.match(/\b[a-z]+[A-Z]\w+\b|\b\w+_\w+\b|\b[A-Z]\w+Error\b/g) ?? []), operation]),
      ];
      const own = {
        url,
        title: page.title,
        heading,
        names: names.slice(0, 40).join(" "),
        text: plain(text).trim().slice(0, 1500),
      };
      return [
        own,
        ...fields.map((field) => ({
          url,
          title: page.title,
          heading: field.name,
          names: "",
          text: field.text,
        })),
      ];
    }),
  );
  return entries.map((entry, id) => ({ id, ...entry }));
}
