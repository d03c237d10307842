/** What a JavaScript caller can get wrong in an options object, said by name. */

/**
 * Rejects names that are not known, with the nearest name that is.
 *
 * @throws TypeError
 */
export function demandKnown(where: string, given: unknown, known: readonly string[]): void {
  const problem = unknownName(given, known);
  if (problem) throw new TypeError(`${where}: ${problem}`);
}

/** The first name that is not known, in words; nothing when all are. */
export function unknownName(given: unknown, known: readonly string[]): string | undefined {
  if (!isRecord(given)) return "must be an object";
  const name = Object.keys(given).find((candidate) => !known.includes(candidate));
  if (name === undefined) return undefined;
  const near = nearest(name, known);
  const shown = JSON.stringify(name.slice(0, 40));
  return `there is no ${shown}. ${near ? `Did you mean "${near}"?` : `Known: ${known.join(", ")}.`}`;
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The known name that differs by case, punctuation, or at most a third of its letters. */
function nearest(name: string, known: readonly string[]): string | undefined {
  const wanted = plain(name).slice(0, 40);
  let best: string | undefined;
  let least = Number.POSITIVE_INFINITY;
  for (const candidate of known) {
    const other = plain(candidate);
    const within = wanted.length > 2 && (other.startsWith(wanted) || wanted.startsWith(other));
    const edits = within ? 1 : distance(wanted, other);
    if (edits < least && edits <= Math.max(1, Math.floor(other.length / 3))) {
      best = candidate;
      least = edits;
    }
  }
  return best;
}

function plain(name: string): string {
  return name.toLowerCase().replaceAll(/[^a-z0-9]/g, "");
}

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
