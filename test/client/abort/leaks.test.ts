import { getEventListeners } from "node:events";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { beforeAll, expect, test } from "vitest";
import { clientWith } from "../../support/client.ts";
import { stubRandom } from "../../support/fake-time.ts";
import { call, type Surface, successes, surfaces } from "../../support/operations.ts";
import { json, scriptedFetch } from "../../support/scripted-fetch.ts";

let collectGarbage: () => void;
beforeAll(() => {
  setFlagsFromString("--expose-gc");
  collectGarbage = runInNewContext("gc");
});

const BATCH = 100;

test("10,000 calls on one long-lived signal leave no listener behind, and the heap as it was", async () => {
  const body = JSON.stringify(successes.getSandbox.body);
  const client = clientWith({ fetch: async () => new Response(body, { status: 200 }), rateLimit: false });
  const { signal } = new AbortController();
  const calls = async (count: number) => {
    for (let done = 0; done < count; done += BATCH)
      await Promise.all(
        Array.from({ length: BATCH }, (_, index) =>
          call(surfaces[index % 2] as Surface, client, "getSandbox", { signal }),
        ),
      );
  };
  const heap = async () => {
    // Twice with a turn between: what is freed by finalizers goes in the second.
    collectGarbage();
    await new Promise((resolve) => setImmediate(resolve));
    collectGarbage();
    return process.memoryUsage().heapUsed;
  };

  await calls(2_000);
  const before = await heap();
  await calls(8_000);
  const grown = (await heap()) - before;

  expect(getEventListeners(signal, "abort")).toHaveLength(0);
  // A listener or a timer kept for each call would be several megabytes.
  expect(grown).toBeLessThan(1_000_000);
});

test("calls that fail, are retried, queued and reconciled leave no listener either", async () => {
  const { signal } = new AbortController();
  const fetch = scriptedFetch(({ method }, index) =>
    method === "GET"
      ? json(200, successes.getSandbox.body)
      : json(index % 2 ? 502 : 503, undefined, { "retry-after": "0" }),
  );
  stubRandom(0);
  const client = clientWith({ fetch, rateLimit: { requests: 1000, perMs: 1, inFlight: 3 } });
  await Promise.allSettled(
    Array.from({ length: 50 }, () => client.sandboxes.pause("a", { signal, maxRetries: 2 })),
  );
  expect(getEventListeners(signal, "abort")).toHaveLength(0);
  expect(fetch.sent.length).toBeGreaterThan(100);
});

test("many calls at once on one signal make the platform warn of nothing", async () => {
  const warnings: Error[] = [];
  const note = (warning: Error) => warnings.push(warning);
  process.on("warning", note);
  const controller = new AbortController();
  const rateLimit = { requests: 10, perMs: 60_000 };
  const client = clientWith({ fetch: () => new Promise(() => {}), rateLimit });
  const calls = Array.from({ length: 50 }, () => client.sandboxes.get("a", { signal: controller.signal }));
  await new Promise((resolve) => setImmediate(resolve));
  controller.abort("enough");
  for (const { status } of await Promise.allSettled(calls)) expect(status).toBe("rejected");
  await new Promise((resolve) => setImmediate(resolve));
  process.off("warning", note);
  expect(warnings).toEqual([]);
});
