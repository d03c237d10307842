/** What a caller in JavaScript, or a body of JSON, can get wrong in an object, said by name. */

/** A test of a value, what the value must be in words, and whether it may be left out. */
export type Kind = readonly [is: (value: unknown) => boolean, words: string, required?: true];
export type Kinds = Readonly<Record<string, Kind>>;

export const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
const isText = (value: unknown) => typeof value === "string" && value !== "";

export const text: Kind = [isText, "text that is not empty"];
export const texts: Kind = [(value) => Array.isArray(value) && value.every(isText), "a list of text"];
export const trueOrFalse: Kind = [(value) => typeof value === "boolean", "true or false"];
export const aFunction: Kind = [(value) => typeof value === "function", "a function"];

export function oneOf(...allowed: readonly unknown[]): Kind {
  return [(value) => allowed.includes(value), `one of ${allowed.join(", ")}`];
}

export function numberFrom(least: number, most = Number.POSITIVE_INFINITY, whole?: "whole"): Kind {
  const upTo = most === Number.POSITIVE_INFINITY ? "" : ` to ${most}`;
  return [
    (value) => typeof value === "number" && value >= least && value <= most && !(whole && value % 1),
    `a ${whole ? "whole " : ""}number from ${least}${upTo}`,
  ];
}

export const required = ([is, words]: Kind): Kind => [is, words, true];

/**
 * Rejects an object with a value of the wrong kind, or with a name that is not known, unless it may have others.
 *
 * @throws TypeError
 */
export function demand(where: string, given: unknown, kinds: Kinds, others?: "others too"): void {
  const problem = isRecord(given)
    ? ((others ? undefined : unknownName(given, Object.keys(kinds))) ?? wrongKind(given, kinds))
    : "must be an object";
  if (problem) throw new TypeError(`${where}: ${problem}`);
}

/** The first value that is not of its kind. */
function wrongKind(given: Readonly<Record<string, unknown>>, kinds: Kinds): string | undefined {
  const wrong = Object.entries(kinds).find(([name, [is, , isRequired]]) =>
    given[name] === undefined ? isRequired : !is(given[name]),
  );
  return wrong && `${wrong[0]} must be ${wrong[1][1]}`;
}

/** The first name that is not known, with the nearest name that is. */
export function unknownName(given: object, known: readonly string[]): string | undefined {
  const name = Object.keys(given).find((candidate) => !known.includes(candidate));
  if (name === undefined) return undefined;
  const near = nearest(name, known);
  const shown = JSON.stringify(name.slice(0, 40));
  return `there is no ${shown}. ${near ? `Did you mean "${near}"?` : `Known: ${known.join(", ")}.`}`;
}

/** The known name that differs by case, punctuation, or at most a third of its letters. */
function nearest(name: string, known: readonly string[]): string | undefined {
  const wanted = plain(name).slice(0, 40);
  const [best] = known
    .map((candidate) => {
      const other = plain(candidate);
      const within = wanted.length > 2 && (other.startsWith(wanted) || wanted.startsWith(other));
      const edits = within ? 1 : distance(wanted, other);
      return { candidate, edits, most: Math.max(1, Math.floor(other.length / 3)) };
    })
    .filter(({ edits, most }) => edits <= most)
    .sort((a, b) => a.edits - b.edits);
  return best?.candidate;
}

const plain = (name: string) => name.toLowerCase().replaceAll(/[^a-z0-9]/g, "");

/** How many letters have to be added, dropped, replaced or swapped with the next. */
function distance(a: string, b: string): number {
  const rows = [Array.from({ length: b.length + 1 }, (_, at) => at)];
  const cost = (i: number, j: number) => rows[i]?.[j] ?? Number.POSITIVE_INFINITY;
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    rows.push(row);
    for (let j = 1; j <= b.length; j++) {
      const replaced = cost(i - 1, j - 1) + (a[i - 1] === b[j - 1] ? 0 : 1);
      const swapped = a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1] ? cost(i - 2, j - 2) + 1 : replaced;
      row.push(Math.min(cost(i - 1, j) + 1, cost(i, j - 1) + 1, replaced, swapped));
    }
  }
  return cost(a.length, b.length);
}
