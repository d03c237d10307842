import { ServerError, TimeoutError } from "leap0-fetch";
import { beforeEach, describe, expect, test, vi } from "vitest";
import { clientOf, hanging, json, never, ok, reset, stalledBody } from "../../support/client.ts";
import { elapse, settle, stubRandom, untilSettled, useFakeTime } from "../../support/fake-time.ts";
import { API_KEY } from "../../support/fixtures.ts";
import { call, operationIds } from "../../support/operations.ts";
import { rejection, rejectionOf } from "../../support/rejection.ts";

beforeEach(useFakeTime);

describe.each([
  ["no headers come", hanging],
  ["no headers come, and fetch knows no signals", never],
  ["the body stalls", () => stalledBody()],
  ["the body of a failure stalls", () => stalledBody(400)],
])("where %s", (_, stall) => {
  test.each([
    ["timeoutMs", "attempt"],
    ["totalTimeoutMs", "total"],
  ])("%s ends the call and its request, at that moment", async (option, limit) => {
    const { sandboxes, sent } = clientOf(stall, { maxRetries: 0, timeoutMs: 60_000 });
    const settled = vi.fn();
    const ended = rejectionOf(sandboxes.pause("a", { [option]: 1000 }), TimeoutError).finally(settled);
    await elapse(999);
    expect(settled).not.toHaveBeenCalled();
    await elapse(1);
    expect(settled).toHaveBeenCalled();
    expect(await ended).toMatchObject({ limit, operation: "pauseSandbox", outcomeUnknown: true });
    expect(sent.map(({ signal }) => signal.aborted)).toEqual([true]);
    expect(vi.getTimerCount()).toBe(0);
  });
});

describe("timeoutMs", () => {
  test.each([
    ["never comes", never],
    ["comes too late", () => new Promise<string>((resolve) => setTimeout(() => resolve(API_KEY), 2000))],
  ])("counts the wait for a key that %s, and nothing is sent", async (_, apiKey) => {
    const { sandboxes, sent } = clientOf(ok, { apiKey, maxRetries: 0 });
    const ended = rejectionOf(sandboxes.pause("a", { timeoutMs: 1000 }), TimeoutError);
    expect(await untilSettled(ended)).toMatchObject({ limit: "attempt", outcomeUnknown: false });
    expect(performance.now()).toBe(1000);
    await elapse(5000);
    expect(sent).toEqual([]);
  });

  test("is each attempt's own", async () => {
    const { sandboxes, sent } = clientOf((request, index) => (index < 2 ? hanging(request) : ok()));
    await untilSettled(sandboxes.get("a", { timeoutMs: 1000 }));
    expect(sent).toHaveLength(3);
    expect(performance.now()).toBeGreaterThanOrEqual(2000);
  });

  test("lets the body go of a response that comes after it", async () => {
    const cancel = vi.fn();
    const late = () => new Promise((resolve) => setTimeout(resolve, 2000));
    const { sandboxes } = clientOf(() => late().then(() => new Response(new ReadableStream({ cancel }))));
    await untilSettled(rejectionOf(sandboxes.get("a", { timeoutMs: 1000, maxRetries: 0 }), TimeoutError));
    expect(cancel).not.toHaveBeenCalled();
    await elapse(1000);
    expect(cancel).toHaveBeenCalled();
  });

  test("leaves no timer behind where the response is in time", async () => {
    await clientOf(ok).sandboxes.get("a");
    expect(vi.getTimerCount()).toBe(0);
  });

  test("of a call wins over that of the client", async () => {
    const { sandboxes } = clientOf(hanging, { maxRetries: 0, timeoutMs: 1000 });
    await untilSettled(rejectionOf(sandboxes.get("a", { timeoutMs: 50 }), TimeoutError));
    expect(performance.now()).toBe(50);
    await untilSettled(rejectionOf(sandboxes.get("a"), TimeoutError));
    expect(performance.now()).toBe(1050);
  });
});

describe("totalTimeoutMs", () => {
  test("counts attempts and the waits between them together", async () => {
    stubRandom(0.999);
    const { sandboxes, sent } = clientOf(() => json(503), { maxRetries: 100, totalTimeoutMs: 5000 });
    await untilSettled(rejectionOf(sandboxes.get("a"), ServerError));
    // 0.5 + 1 + 2 seconds fit, and the 4 that would come next do not: no use in waiting for them.
    expect(performance.now()).toBeLessThan(5000);
    expect(sent).toHaveLength(4);
  });

  test("leaves the last attempt only what is left", async () => {
    stubRandom(0);
    const { sandboxes, sent } = clientOf(hanging, { maxRetries: 100, timeoutMs: 400, totalTimeoutMs: 1000 });
    const error = await untilSettled(rejectionOf(sandboxes.get("a"), TimeoutError));
    expect([error.limit, performance.now(), sent.length]).toEqual(["total", 1000, 3]);
  });

  test("counts the wait in the rate limiter's queue, and nothing is sent when it is over", async () => {
    const { sandboxes, sent } = clientOf(ok, { rateLimit: { requests: 1, perMs: 60_000 } });
    await sandboxes.get("a");
    const ended = rejectionOf(sandboxes.pause("a", { totalTimeoutMs: 1000 }), TimeoutError);
    expect(await untilSettled(ended)).toMatchObject({ limit: "total", outcomeUnknown: false });
    expect(performance.now()).toBe(1000);
    expect(sent).toHaveLength(1);
  });

  test("counts reconciling", async () => {
    const { sandboxes } = clientOf((request, index) =>
      request.method === "GET" ? hanging(request) : reset(request, index),
    );
    const ended = rejection(sandboxes.pause("a", { totalTimeoutMs: 1000 }));
    expect(await untilSettled(ended)).toMatchObject({ outcomeUnknown: true, operation: "pauseSandbox" });
    expect(performance.now()).toBe(1000);
  });

  test.each([503, 429])("fails a call at once that a %i asks to wait for longer", async (status) => {
    const { sandboxes, sent } = clientOf(() => json(status, undefined, { "retry-after": "100000" }));
    const error = await rejection(sandboxes.get("a"));
    expect(error).toMatchObject({ status, retryAfterMs: 100_000_000, attempts: 1 });
    await settle();
    expect(sent).toHaveLength(1);
    expect(vi.getTimerCount()).toBe(0);
  });
});

test.each(operationIds)("%s has default limits that suit it", async (id) => {
  stubRandom(0);
  const slow = ["createSandbox", "pauseSandbox", "stopSandbox", "startSandbox"].includes(id);
  // A key that never comes leaves the outcome known, so that every operation is retried.
  const { client } = clientOf(ok, { apiKey: never });
  const once = rejectionOf(call(client, id, { maxRetries: 0 }), TimeoutError);
  expect((await untilSettled(once)).limit).toBe("attempt");
  expect(performance.now()).toBe(slow ? 300_000 : 30_000);
  useFakeTime();
  await untilSettled(rejectionOf(call(client, id, { maxRetries: 100 }), TimeoutError));
  expect(performance.now()).toBe(slow ? 600_000 : 120_000);
});
