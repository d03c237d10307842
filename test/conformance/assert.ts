// The suite runs where no test framework does, so it says for itself what is wrong.

export function ok(value: unknown, what: string): asserts value {
  if (!value) throw new Error(what);
}

export function equal(actual: unknown, expected: unknown, what = "value"): void {
  const [seen, wanted] = [shown(actual), shown(expected)];
  if (seen !== wanted) throw new Error(`${what}: ${seen} instead of ${wanted}`);
}

type Class<E> = abstract new (...values: never[]) => E;

/** What a promise rejects with. */
export async function rejection(promise: PromiseLike<unknown>): Promise<unknown> {
  let value: unknown;
  try {
    value = await promise;
  } catch (error) {
    return error;
  }
  throw new Error(`resolved with ${shown(value)}`);
}

/** The error of this very class that a promise rejects with. */
export async function rejectionOf<E extends Error>(
  promise: PromiseLike<unknown>,
  type: Class<E>,
): Promise<E> {
  const error = await rejection(promise);
  if (error instanceof type && error.constructor === type) return error;
  throw new Error(`rejected with ${describe(error)} instead of ${type.name}`);
}

export function describe(error: unknown): string {
  if (!(error instanceof Error)) return shown(error);
  const cause = error.cause === undefined ? "" : ` (cause: ${describe(error.cause)})`;
  return `${error.name}: ${error.message}${cause}`;
}

function shown(value: unknown): string {
  return JSON.stringify(value, (_, each) => (isPlain(each) ? sorted(each) : each)) ?? String(value);
}

const isPlain = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const sorted = (value: Record<string, unknown>) =>
  Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
