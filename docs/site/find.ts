import MiniSearch, { type Query } from "minisearch";
import type { Entry } from "../../scripts/docs/search.ts";

export interface Found {
  readonly url: string;
  readonly title: string;
  readonly heading: string;
  readonly excerpt: string;
}

/** Words of which a reader types one and the pages use another. */
const SYNONYMS = [
  ["wake", "resume", "unpause"],
  ["mock", "offline", "emulator", "fake", "local"],
  ["jest", "vitest", "mocha", "testing"],
  ["unmount", "detach", "delete", "remove"],
  ["attach", "mount", "add"],
  ["econnreset", "econnrefused", "connection", "socket", "network", "dropped"],
  ["429", "rate", "throttle", "ratelimit"],
  ["cancel", "abort", "signal"],
  ["pagination", "paging", "page", "pages"],
  ["cloudflare", "workers", "workerd", "worker"],
  ["python", "go", "java", "rust", "generator", "generate"],
  ["credentials", "secret", "keys"],
  ["log", "logging", "trace", "onevent", "events", "opentelemetry"],
  ["timeout", "deadline", "timeoutms"],
  ["price", "limit", "quota"],
  ["nextjs", "next"],
  ["error", "errors", "exception", "fails", "failure"],
  ["idempotent", "idempotency", "twice", "duplicate", "outcomeunknown"],
];

const WORD = /[\p{L}\p{N}_]+/gu;

/** A word as it stands, and the parts that it is made of: `mount_path` and `updateSandboxMount` are found by each. */
const indexed = (text: string): string[] =>
  (text.match(WORD) ?? []).flatMap((word) => {
    const parts = word.replace(/([a-z])([A-Z])/g, "$1_$2").split("_");
    return parts.length > 1 ? [word, ...parts] : [word];
  });

/** The search of the site. Gives the best matches, at most two of one page. */
export function createFind(entries: readonly Entry[]): (query: string, most?: number) => Found[] {
  const index = new MiniSearch<Entry>({
    fields: ["title", "heading", "names", "text"],
    tokenize: indexed,
    searchOptions: {
      tokenize: (text) => text.match(WORD) ?? [],
      boost: { title: 4, heading: 5, names: 3 },
      prefix: (term) => term.length > 1,
      fuzzy: (term) => (term.length > 4 ? 2 : term.length > 3 && 1),
      weights: { fuzzy: 0.2, prefix: 0.5 },
      boostDocument: (id) => weightOf(entries[id]?.url ?? ""),
    },
  });
  index.addAll(entries);

  return (query, most = 10) => {
    const words = (query.toLowerCase().match(WORD) ?? []).filter(
      (word, _, all) => all.length === 1 || word.length > 1,
    );
    if (!words.length) return [];
    const queries = words.map(withSynonyms);
    const all = index.search({ combineWith: "AND", queries });
    const hits = all.length ? all : index.search({ combineWith: "OR", queries });
    const pages = new Map<string, number>();
    const seen = new Set<string>();
    const found: Found[] = [];
    for (const { id, terms } of hits) {
      const { url, title, heading, text } = entries[id] as Entry;
      const [page = ""] = url.split("#");
      const count = pages.get(page) ?? 0;
      if (count === 2 || found.length === most || seen.has(`${page} ${heading}`)) continue;
      seen.add(`${page} ${heading}`);
      pages.set(page, count + 1);
      found.push({ url, title, heading, excerpt: excerptOf(text, terms) });
    }
    return found;
  };
}

/** Guides before references, references before decisions; a page before a part of it. */
function weightOf(url: string): number {
  const kind = /^(guides|emulator)/.test(url)
    ? 1.5
    : /^api/.test(url)
      ? 1.1
      : /^(adr|architecture)/.test(url)
        ? 0.4
        : 0.8;
  return url.includes("#") ? kind : kind * 1.3;
}

function withSynonyms(word: string): Query {
  const same = SYNONYMS.filter((words) => words.includes(word))
    .flat()
    .filter((each) => each !== word);
  if (!same.length) return word;
  return {
    combineWith: "OR",
    queries: [
      word,
      { queries: same, boost: {}, weights: { fuzzy: 0, prefix: 0 }, prefix: false, fuzzy: false },
    ],
  };
}

/** About 120 characters around the first match, cut between words. */
function excerptOf(text: string, terms: readonly string[]): string {
  const at = Math.max(
    0,
    ...terms
      .map((term) => text.toLowerCase().indexOf(term))
      .filter((place) => place > 60)
      .slice(0, 1),
  );
  const begin = at < 60 ? 0 : text.lastIndexOf(" ", at - 40) + 1;
  const end = begin + 130 >= text.length ? text.length : text.lastIndexOf(" ", begin + 130);
  return `${begin ? "… " : ""}${text.slice(begin, end)}${end < text.length ? " …" : ""}`;
}
