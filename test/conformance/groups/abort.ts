import type { Leap0Client } from "leap0-fetch";
import { equal, ok, rejection, timed } from "../assert.ts";
import { createOne, type Group } from "../stage.ts";

/** Aborts when the client says that it has got so far, and gives what the call rejected with. */
async function abortAt(
  when: string,
  reason: unknown,
  start: (onEvent: (event: { type: string }) => void, signal: AbortSignal) => PromiseLike<unknown>,
): Promise<unknown> {
  const controller = new AbortController();
  const onEvent = ({ type }: { type: string }) => {
    // Not within the event: the client has yet to do what it just announced.
    if (type === when) setTimeout(() => controller.abort(reason), 20);
  };
  return rejection(start(onEvent, controller.signal));
}

export const abort: Group = {
  name: "abort",
  cases: [
    {
      name: "sends nothing when the signal has already fired",
      async run(stage) {
        const reason = new Error("changed my mind");
        const seen = await rejection(
          stage.client().sandboxes.get("sbx-abc", { signal: AbortSignal.abort(reason) }),
        );
        ok(seen === reason, "rejected with something else than the reason");
        equal((await stage.requests()).length, 0, "requests");
      },
    },
    {
      name: "rejects with the signal's own reason while it waits for a response",
      async run(stage) {
        await stage.inject({ operation: "getSandbox", fault: { kind: "stall", where: "headers" } });
        const reason = { why: "changed my mind" };
        const seen = await abortAt("attempt", reason, (onEvent, signal) =>
          stage.client({ onEvent }).sandboxes.get("sbx-abc", { signal }),
        );
        ok(seen === reason, "rejected with something else than the reason");
      },
    },
    {
      name: "rejects with the reason while a body stalls",
      async run(stage) {
        const { id } = await createOne(stage.client());
        await stage.inject({ operation: "getSandbox", fault: { kind: "stall", where: "body" } });
        const reason = new Error("changed my mind");
        const seen = await abortAt("attempt", reason, (onEvent, signal) =>
          stage.client({ onEvent }).sandboxes.get(id, { signal }),
        );
        ok(seen === reason, "rejected with something else than the reason");
      },
    },
    {
      name: "ends a wait between two attempts at once",
      async run(stage) {
        const headers = { "retry-after": "60" };
        await stage.inject({ operation: "getSandbox", fault: { kind: "status", status: 503, headers } });
        const reason = new Error("changed my mind");
        let seen: unknown;
        const took = await timed(async () => {
          seen = await abortAt("retry", reason, (onEvent, signal) =>
            stage.client({ onEvent }).sandboxes.get("sbx-abc", { signal }),
          );
        });
        ok(seen === reason, "rejected with something else than the reason");
        ok(took < 5_000, `took ${took} ms`);
        equal((await stage.requests()).length, 1, "requests");
      },
    },
    {
      name: "takes a time limit of the platform for what it is",
      async run(stage) {
        await stage.inject({ operation: "getSandbox", fault: { kind: "stall", where: "headers" } });
        const signal = AbortSignal.timeout(30);
        const seen = await rejection(stage.client().sandboxes.get("sbx-abc", { signal }));
        ok(seen === signal.reason, "rejected with something else than the reason");
        equal((seen as Error).name, "TimeoutError");
      },
    },
    {
      name: "aborts one call and leaves the others alone",
      async run(stage) {
        const client = stage.client();
        const { id } = await createOne(client);
        await stage.inject({ operation: "getSandbox", fault: { kind: "stall", where: "headers" } });
        const stalled = await stalledCall(client, id);
        const other = await client.sandboxes.get(id);
        stalled.controller.abort();
        equal(((await stalled.end) as Error).name, "AbortError");
        equal(other.id, id);
      },
    },
  ],
};

async function stalledCall(client: Leap0Client, id: string) {
  const controller = new AbortController();
  const end = rejection(client.sandboxes.get(id, { signal: controller.signal }));
  // The next call has to be the second one at the emulator, or it would be the one that stalls.
  await new Promise((resolve) => setTimeout(resolve, 50));
  return { controller, end };
}
