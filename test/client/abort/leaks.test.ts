import { getEventListeners } from "node:events";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { beforeAll, expect, test } from "vitest";
import { clientOf, clientWith, json, never, ok } from "../../support/client.ts";
import { stubRandom } from "../../support/fake-time.ts";

let collectGarbage: () => void;
beforeAll(() => {
  setFlagsFromString("--expose-gc");
  collectGarbage = runInNewContext("gc");
});

test("10,000 calls on one long-lived signal leave no listener behind, and the heap as it was", async () => {
  const { sandboxes } = clientWith({ fetch: async () => ok(), rateLimit: false });
  const { signal } = new AbortController();
  const calls = async (count: number) => {
    for (let done = 0; done < count; done += 100)
      await Promise.all(Array.from({ length: 100 }, () => sandboxes.get("a", { signal })));
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
  stubRandom(0);
  const { signal } = new AbortController();
  const rateLimit = { requests: 1000, perMs: 1, inFlight: 3 };
  const { sandboxes, sent } = clientOf(
    ({ method }, index) =>
      method === "GET" ? ok() : json(index % 2 ? 502 : 503, undefined, { "retry-after": "0" }),
    { rateLimit },
  );
  await Promise.allSettled(Array.from({ length: 50 }, () => sandboxes.pause("a", { signal })));
  expect(getEventListeners(signal, "abort")).toHaveLength(0);
  expect(sent.length).toBeGreaterThan(100);
});

test("many calls at once on one signal make the platform warn of nothing", async () => {
  const warnings: Error[] = [];
  const note = (warning: Error) => warnings.push(warning);
  process.on("warning", note);
  const controller = new AbortController();
  const { sandboxes } = clientOf(never, { rateLimit: { requests: 10, perMs: 60_000 } });
  const calls = Array.from({ length: 50 }, () => sandboxes.get("a", { signal: controller.signal }));
  await new Promise((resolve) => setImmediate(resolve));
  controller.abort("enough");
  for (const { status } of await Promise.allSettled(calls)) expect(status).toBe("rejected");
  await new Promise((resolve) => setImmediate(resolve));
  process.off("warning", note);
  expect(warnings).toEqual([]);
});
