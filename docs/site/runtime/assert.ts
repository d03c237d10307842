// As much of node:assert/strict as the samples use.
function ok(value: unknown, message = "the value is not truthy"): void {
  if (!value) throw new Error(`Assertion failed: ${message}`);
}

const same = (one: unknown, other: unknown) => JSON.stringify(one) === JSON.stringify(other);

async function rejects(promise: Promise<unknown>, expected?: unknown): Promise<void> {
  const error = await promise.then(
    () => undefined,
    (reason) => reason ?? "nothing",
  );
  ok(error !== undefined, "the promise was expected to reject");
  if (typeof expected !== "function") return;
  const fits = expected.prototype instanceof Error ? error instanceof expected : expected(error);
  if (!fits) throw error;
}

export const assert = Object.assign(ok, {
  ok,
  rejects,
  equal: (actual: unknown, expected: unknown) =>
    ok(Object.is(actual, expected), `${actual} is not ${expected}`),
  deepEqual: (actual: unknown, expected: unknown) =>
    ok(same(actual, expected), `${JSON.stringify(actual)} is not ${JSON.stringify(expected)}`),
});
