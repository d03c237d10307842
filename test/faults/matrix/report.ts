import { Leap0Error } from "leap0-fetch";
import { table } from "../../support/table.ts";
import { faults } from "./faults.ts";
import type { Kind } from "./operations.ts";
import type { Cell, Span } from "./rules.ts";
import type { Observation, Result } from "./run.ts";

interface Column {
  readonly title: string;
  readonly kinds: readonly Kind[];
  readonly spans: readonly Span[];
}

const columns: readonly Column[] = [
  { title: "read, once", kinds: ["read"], spans: ["once"] },
  { title: "read, lasting", kinds: ["read"], spans: ["lasting", "everywhere"] },
  { title: "write, once", kinds: ["write", "add"], spans: ["once"] },
  { title: "write, lasting", kinds: ["write", "add"], spans: ["lasting"] },
  { title: "write, lasting everywhere", kinds: ["write", "add"], spans: ["everywhere"] },
  { title: "create, once", kinds: ["create"], spans: ["once"] },
  { title: "create, lasting", kinds: ["create"], spans: ["lasting", "everywhere"] },
];

const RETRY_AFTER = /, Retry-After: \d+$/;

/** The matrix as a table of Markdown: a row a fault, a column a kind of operation, in each cell how the calls ended. */
export function renderMatrix(results: readonly Result[]): string {
  const rows = new Map<string, Set<string>>();
  for (const fault of faults) {
    const own = results.filter(({ cell }) => cell.fault === fault);
    const ends = columns
      .map((column) => summary(own.filter(({ cell }) => belongs(cell, column))))
      .join(" | ");
    const name = fault.name.replace(RETRY_AFTER, "");
    rows.set(name, (rows.get(name) ?? new Set()).add(ends));
  }
  return table(
    ["The API …", ...columns.map(({ title }) => title)],
    // More than one line for a name: it makes a difference whether `Retry-After` is sent, and that must be seen.
    [...rows].flatMap(([name, ends]) => [...ends].map((line) => [name, line])),
  );
}

const belongs = ({ subject, span }: Cell, { kinds, spans }: Column): boolean =>
  kinds.includes(subject.kind) && spans.includes(span);

/** How most of them ended, then which ended otherwise. */
function summary(results: readonly Result[]): string {
  const byEnd = new Map<string, Set<string>>();
  for (const { cell, seen } of results) {
    const operations = byEnd.get(endOf(seen)) ?? new Set();
    byEnd.set(endOf(seen), operations.add(cell.subject.id));
  }
  return (
    [...byEnd]
      .sort(([, a], [, b]) => b.size - a.size)
      .map(([end, operations], at) => (at === 0 ? end : `${[...operations].sort().join(", ")}: ${end}`))
      .join("; ") || "–"
  );
}

function endOf({ ends, value }: Observation): string {
  if (ends !== "error") return ends;
  if (!(value instanceof Leap0Error)) return String(value);
  return `\`${value.name}\`${value.outcomeUnknown ? ", unknown" : ""}`;
}
