import { TimeoutError } from "leap0-fetch";
import { describe, expect, test, vi } from "vitest";
import { clientWith, clientWithoutRetries } from "../../support/client.ts";
import { elapse, settle, untilSettled, useFakeTime } from "../../support/fake-time.ts";
import { API_KEY } from "../../support/fixtures.ts";
import { call, everyCall, reads, successes, surfaces } from "../../support/operations.ts";
import { rejectionOf } from "../../support/rejection.ts";
import { hanging, json, type Sent, scriptedFetch } from "../../support/scripted-fetch.ts";

const stalledBody = (headers: Record<string, string> = {}) =>
  new Response(new ReadableStream({ start: (to) => to.enqueue(new TextEncoder().encode('{"id":')) }), {
    status: 201,
    headers,
  });

/** What can take for ever within one attempt. */
const stalls: Record<string, (request: Sent) => Promise<Response> | Response> = {
  "no headers come": hanging,
  "no headers come, and fetch knows no signals": () => new Promise(() => {}),
  "the body stalls": () => stalledBody({ "content-length": "1000" }),
  "the body of a failure stalls": () => new Response(stalledBody().body, { status: 400 }),
};

describe.each(Object.entries(stalls))("where %s", (_, stall) => {
  test.each(everyCall())("timeoutMs ends %s through %s", async (id, surface) => {
    useFakeTime();
    const fetch = scriptedFetch(stall);
    const settled = vi.fn();
    const called = call(surface, clientWithoutRetries({ fetch }), id, { timeoutMs: 1000 });
    const ended = rejectionOf(called, TimeoutError).finally(settled);
    await elapse(999);
    expect(settled).not.toHaveBeenCalled();
    await elapse(1);
    expect(settled).toHaveBeenCalled();
    expect(await ended).toMatchObject({
      limit: "attempt",
      operation: id,
      outcomeUnknown: !reads.includes(id),
    });
    expect(fetch.sent).toHaveLength(1);
    expect(fetch.sent[0]?.signal.aborted).toBe(true);
    expect(vi.getTimerCount()).toBe(0);
  });
});

describe.each(surfaces)("through %s", (surface) => {
  test.each([
    ["never comes", () => new Promise<never>(() => {})],
    ["comes too late", () => new Promise<string>((resolve) => setTimeout(() => resolve(API_KEY), 2000))],
  ])("a key that %s counts against timeoutMs, and nothing is sent", async (_, apiKey) => {
    useFakeTime();
    const fetch = scriptedFetch(() => json(201, successes.pauseSandbox.body));
    const client = clientWithoutRetries({ fetch, apiKey });
    const ended = rejectionOf(call(surface, client, "pauseSandbox", { timeoutMs: 1000 }), TimeoutError);
    expect(await untilSettled(ended)).toMatchObject({ limit: "attempt", outcomeUnknown: false });
    expect(performance.now()).toBe(1000);
    await elapse(5000);
    expect(fetch.sent).toEqual([]);
  });

  test("each attempt has timeoutMs of its own", async () => {
    useFakeTime();
    const fetch = scriptedFetch((request, index) =>
      index < 2 ? hanging(request) : json(200, successes.getSandbox.body),
    );
    await untilSettled(call(surface, clientWith({ fetch }), "getSandbox", { timeoutMs: 1000 }));
    expect(fetch.sent).toHaveLength(3);
    expect(performance.now()).toBeGreaterThanOrEqual(2000);
  });

  test("the body of a response that comes after the limit is let go", async () => {
    useFakeTime();
    const cancel = vi.fn();
    const fetch = async () => {
      await new Promise((resolve) => setTimeout(resolve, 2000));
      return new Response(new ReadableStream({ cancel }));
    };
    const called = call(surface, clientWithoutRetries({ fetch }), "getSandbox", { timeoutMs: 1000 });
    await untilSettled(rejectionOf(called, TimeoutError));
    expect(cancel).not.toHaveBeenCalled();
    await elapse(1000);
    expect(cancel).toHaveBeenCalled();
  });

  test("a response in time leaves no timer behind", async () => {
    useFakeTime();
    const fetch = scriptedFetch(() => json(200, successes.getSandbox.body));
    await call(surface, clientWith({ fetch }), "getSandbox");
    expect(vi.getTimerCount()).toBe(0);
  });

  test("the limit of a call wins over that of the client", async () => {
    useFakeTime();
    const client = clientWithoutRetries({ fetch: scriptedFetch(hanging), timeoutMs: 1000 });
    await untilSettled(rejectionOf(call(surface, client, "getSandbox", { timeoutMs: 50 }), TimeoutError));
    expect(performance.now()).toBe(50);
    await untilSettled(rejectionOf(call(surface, client, "getSandbox"), TimeoutError));
    expect(performance.now()).toBe(1050);
  });
});

test.each(everyCall())("%s through %s has a default that suits it", async (id, surface) => {
  useFakeTime();
  const slow = ["createSandbox", "pauseSandbox", "stopSandbox", "startSandbox"].includes(id);
  const client = clientWithoutRetries({ fetch: scriptedFetch(hanging) });
  const error = await untilSettled(rejectionOf(call(surface, client, id), TimeoutError));
  expect([error.limit, performance.now()]).toEqual(["attempt", slow ? 300_000 : 30_000]);
  await settle();
});
