import { TimeoutError } from "leap0-fetch";
import { equal, ok, rejectionOf } from "../assert.ts";
import type { Case, Group } from "../case.ts";
import { createOne, timed } from "../things.ts";

const stalled = (where: "headers" | "body"): Case => ({
  name: `ends an attempt whose ${where} stall${where === "body" ? "s" : ""}`,
  async run(stage) {
    const client = stage.client();
    const { id } = await createOne(client);
    await stage.inject({ operation: "getSandbox", fault: { kind: "stall", where } });
    const late = client.sandboxes.get(id, { timeoutMs: 60, maxRetries: 0 });
    const error = await rejectionOf(late, TimeoutError);
    equal([error.limit, error.outcomeUnknown], ["attempt", false]);
  },
});

export const limits: Group = {
  name: "limits",
  cases: [
    stalled("headers"),
    stalled("body"),
    {
      name: "tries again after an attempt's limit",
      async run(stage) {
        const client = stage.client();
        const { id } = await createOne(client);
        await stage.inject({ operation: "getSandbox", fault: { kind: "stall", where: "headers" } });
        equal((await client.sandboxes.get(id, { timeoutMs: 250 })).id, id);
      },
    },
    {
      name: "ends a call at its total limit, waits included",
      async run(stage) {
        const fault = { kind: "stall", where: "headers" } as const;
        await stage.inject({ operation: "getSandbox", fault, times: Number.POSITIVE_INFINITY });
        const client = stage.client({ timeoutMs: 100, maxRetries: 50 });
        const took = await timed(async () => {
          const late = client.sandboxes.get("sbx-abc", { totalTimeoutMs: 250 });
          await rejectionOf(late, TimeoutError);
        });
        ok(took < 2_000, `took ${took} ms`);
      },
    },
    {
      name: "says of a write that timed out that its outcome is unknown",
      async run(stage) {
        const client = stage.client({ maxRetries: 0 });
        const { id } = await createOne(client);
        await stage.inject({ operation: "pauseSandbox", fault: { kind: "stall", where: "headers" } });
        const late = client.sandboxes.pause(id, { timeoutMs: 60 });
        equal((await rejectionOf(late, TimeoutError)).outcomeUnknown, true);
      },
    },
    {
      name: "fails at once where Retry-After does not fit into the total limit",
      async run(stage) {
        const headers = { "retry-after": "60" };
        await stage.inject({ operation: "getSandbox", fault: { kind: "status", status: 503, headers } });
        let retryAfterMs: unknown;
        const took = await timed(async () => {
          const late = stage.client({ totalTimeoutMs: 10_000 }).sandboxes.get("sbx-abc");
          retryAfterMs = ((await late.catch((error) => error)) as { retryAfterMs?: number }).retryAfterMs;
        });
        equal(retryAfterMs, 60_000, "retryAfterMs");
        ok(took < 5_000, `took ${took} ms`);
      },
    },
    {
      name: "keeps to its pace",
      async run(stage) {
        const client = stage.client({ rateLimit: { requests: 3, perMs: 150 } });
        const took = await timed(() =>
          Promise.all(Array.from({ length: 7 }, () => Promise.resolve(client.sandboxes.list()))),
        );
        ok(took >= 290, `seven calls, three in 150 ms, took ${took} ms`);
      },
    },
    {
      name: "holds every call back after a 429",
      async run(stage) {
        const headers = { "retry-after": "1" };
        await stage.inject({ operation: "listSandboxes", fault: { kind: "status", status: 429, headers } });
        const client = stage.client({ rateLimit: { requests: 100, perMs: 1_000 } });
        const took = await timed(async () => {
          const refused = Promise.resolve(client.sandboxes.list());
          await waitUntil(async () => (await stage.requests()).length > 0);
          await Promise.all([refused, client.sandboxes.list(), client.sandboxes.list()]);
        });
        ok(took >= 900, `took ${took} ms although the API asked to wait for 1000`);
        const statuses = (await stage.requests()).map(({ status }) => status);
        equal(statuses, [429, 200, 200, 200]);
      },
    },
  ],
};

async function waitUntil(reached: () => Promise<boolean>): Promise<void> {
  while (!(await reached())) await new Promise((resolve) => setTimeout(resolve, 5));
}
