/** A page of the site. It is written as HTML, and beside that as Markdown for programs that read. */
export interface Page {
  /** Where it goes, from the site's root and without an extension, such as `guides/mounts`. */
  readonly path: string;
  /** What it is made from, from the project's root: links in the text are relative to it. */
  readonly source: string;
  readonly title: string;
  /** One sentence, for lists of pages and for search engines. */
  readonly summary: string;
  readonly section: Section;
  /** The heading that it stands below in the navigation of its section. */
  readonly group: string;
  /** With its own `# heading`. */
  readonly markdown: string;
  /** A second column that stays in view: samples, requests, responses. */
  readonly aside?: string;
  /** The HTTP method of an operation. */
  readonly method?: string;
  /** How the page looks, where not like the others. */
  readonly layout?: "landing" | "playground";
}

/** The parts of the site that the header leads to, with the page where each begins. */
export const SECTIONS = {
  Guides: "guides/first-call",
  API: "api/overview",
  SDK: "sdk/index",
  Emulator: "emulator",
  Playground: "playground",
} as const;

/** `""`: reached in other ways than by the header. */
export type Section = keyof typeof SECTIONS | "";

/** Something in the sources that keeps the site from being what it says. All problems are shown together. */
export class DocsError extends Error {
  override name = "DocsError";
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(problems.join("\n"));
    this.problems = problems;
  }
}

export const titleOf = (markdown: string): string | undefined =>
  /^# (.+)$/m.exec(markdown)?.[1]?.replace(/`/g, "");

/** The first paragraph, as plain text. */
export function summaryOf(markdown: string): string {
  const [, rest = ""] = markdown.split(/^# .+$/m);
  const paragraph = rest.split(/\n{2,}/).find((each) => /^[\p{L}`*[]/u.test(each.trim())) ?? "";
  return plain(paragraph.trim());
}

/** Paragraphs, without those that are empty. */
export const blocks = (...texts: readonly string[]) => texts.filter(Boolean).join("\n\n");

export const plain = (markdown: string): string =>
  markdown
    .replace(/!?\[([^\]]*)\]\([^)]*\)/g, "$1")
    .replace(/[`*]/g, "")
    .replace(/\s+/g, " ");
