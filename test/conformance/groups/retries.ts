import { ConnectionError, type Leap0Event, ServerError } from "leap0-fetch";
import { equal, ok, rejection, rejectionOf } from "../assert.ts";
import type { Case, Group } from "../case.ts";
import { inProcess } from "../case.ts";
import { createOne, mountRequest, withoutJitter } from "../things.ts";

/** Waits are as short as they can be: what is looked at is what is sent. */
const quick = ({ run, ...rest }: Case): Case => ({
  ...rest,
  run: (stage) => withoutJitter(() => run(stage)),
});

const cases: readonly Case[] = [
  {
    name: "repeats a read until it is answered, and tells so",
    async run(stage) {
      const events: Leap0Event[] = [];
      const client = stage.client({ onEvent: (event) => events.push(event) });
      await stage.inject({ operation: "listSandboxes", fault: { kind: "status", status: 503 }, times: 2 });
      await client.sandboxes.list();
      equal(
        events.map(({ type }) => type).filter((type) => type !== "rate-limit"),
        ["attempt", "response", "retry", "attempt", "response", "retry", "attempt", "response", "end"],
      );
      equal(events.at(-1)?.type === "end" && events.at(-1), {
        ...events.at(-1),
        outcome: "success",
        attempts: 3,
      });
    },
  },
  {
    name: "gives up after maxRetries",
    async run(stage) {
      await stage.inject({ operation: "listSandboxes", fault: { kind: "status", status: 503 }, times: 9 });
      const failed = Promise.resolve(stage.client({ maxRetries: 1 }).sandboxes.list());
      equal((await rejectionOf(failed, ServerError)).attempts, 2);
      equal((await stage.requests()).length, 2, "requests");
    },
  },
  {
    name: "repeats a read after its connection broke",
    async run(stage) {
      await stage.inject({ operation: "listSandboxes", fault: { kind: "reset" } });
      equal((await stage.client().sandboxes.list()).total_items, 0);
    },
  },
  {
    name: "repeats a read after its connection broke within the body",
    async run(stage) {
      await stage.inject({ operation: "listSandboxes", fault: { kind: "reset", where: "body" } });
      equal((await stage.client().sandboxes.list()).total_items, 0);
    },
  },
  {
    name: "looks before it pauses again",
    async run(stage) {
      const client = stage.client();
      const { id } = await createOne(client);
      const fault = { kind: "status", status: 502, applies: true } as const;
      await stage.inject({ operation: "pauseSandbox", fault });
      equal((await client.sandboxes.pause(id)).state, "paused");
      equal(
        (await stage.requests()).map(({ operation }) => operation),
        ["createSandbox", "pauseSandbox", "getSandbox"],
      );
    },
  },
  {
    name: "adds a mount once although the answer was lost",
    async run(stage) {
      const client = stage.client();
      const { id } = await createOne(client);
      const fault = { kind: "status", status: 504, applies: true } as const;
      await stage.inject({ operation: "addSandboxMount", fault });
      const mount = await client.mounts.add(id, mountRequest());
      equal(await client.mounts.list(id), [mount]);
    },
  },
  {
    name: "pauses again where the request did not arrive",
    async run(stage) {
      const client = stage.client();
      const { id } = await createOne(client);
      await stage.inject({ operation: "pauseSandbox", fault: { kind: "reset", applies: false } });
      equal((await client.sandboxes.pause(id)).state, "paused");
    },
  },
  {
    name: "counts a deletion as done when the sandbox is gone",
    async run(stage) {
      const client = stage.client();
      const { id } = await createOne(client);
      const fault = { kind: "status", status: 502, applies: true } as const;
      await stage.inject({ operation: "deleteSandbox", fault });
      equal(await client.sandboxes.delete(id), undefined);
    },
  },
  {
    name: "never creates a second sandbox",
    async run(stage) {
      const client = stage.client();
      const fault = { kind: "status", status: 502, applies: true } as const;
      await stage.inject({ operation: "createSandbox", fault });
      const lost = await rejectionOf(createOne(client), ServerError);
      equal(lost.outcomeUnknown, true);
      equal((await client.sandboxes.list()).total_items, 1, "sandboxes");
    },
  },
  {
    name: "never creates a second sandbox, also where the connection broke",
    // What a platform's own fetch repeats by itself is not ours to decide.
    on: inProcess,
    async run(stage) {
      const client = stage.client();
      await stage.inject({ operation: "createSandbox", fault: { kind: "reset", applies: true } });
      const lost = await rejectionOf(createOne(client), ConnectionError);
      equal(lost.outcomeUnknown, true);
      equal((await client.sandboxes.list()).total_items, 1, "sandboxes");
    },
  },
  {
    name: "does not repeat what was refused",
    async run(stage) {
      const client = stage.client();
      const { id } = await createOne(client);
      ok((await rejection(client.sandboxes.start(id))) instanceof Error, "not refused");
      equal((await stage.requests()).length, 2, "requests");
    },
  },
];

export const retries: Group = { name: "retries", cases: cases.map(quick) };
