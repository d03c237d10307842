/** What a promise rejects with; an error where it does not. */
export async function rejection(promise: Promise<unknown>): Promise<unknown> {
  let value: unknown;
  try {
    value = await promise;
  } catch (error) {
    return error;
  }
  throw new Error(`resolved with ${JSON.stringify(value)}`);
}

type Class<E> = abstract new (...values: never[]) => E;

/** The error of this very class that a promise rejects with. */
export async function rejectionOf<E extends Error>(promise: Promise<unknown>, type: Class<E>): Promise<E> {
  const error = await rejection(promise);
  if (error instanceof type && error.constructor === type) return error;
  throw new Error(`rejected with ${error instanceof Error ? `${error.name}: ${error.message}` : error}`, {
    cause: error,
  });
}

/** What a function throws; an error where it does not. */
export function thrownBy(run: () => unknown): unknown {
  try {
    run();
  } catch (error) {
    return error;
  }
  throw new Error("nothing was thrown");
}
