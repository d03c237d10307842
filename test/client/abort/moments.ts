import type { ClientOptions } from "leap0-fetch";
import { sandboxStatus } from "../../support/fixtures.ts";
import { successes } from "../../support/operations.ts";
import {
  connectionReset,
  hanging,
  json,
  type ScriptedFetch,
  scriptedFetch,
} from "../../support/scripted-fetch.ts";

/** A moment of a call to pauseSandbox at which it waits for something. */
export interface Moment {
  readonly fetch: ScriptedFetch;
  readonly options?: Partial<ClientOptions>;
  /** A call that has to be over before the one that waits. */
  readonly before?: true;
  /** How many requests have been sent when the moment has come. */
  readonly sent: number;
}

const never = () => new Promise<never>(() => {});
const isRead = ({ method }: { method: string }) => method === "GET";
const paused = () => json(201, successes.pauseSandbox.body);
const stalledBody = () =>
  new Response(new ReadableStream({ start: (to) => to.enqueue(new TextEncoder().encode('{"id":')) }), {
    status: 201,
  });

export const moments: Readonly<Record<string, () => Moment>> = {
  "while the key is fetched": () => ({ fetch: scriptedFetch(paused), options: { apiKey: never }, sent: 0 }),
  "while fetch has no answer": () => ({ fetch: scriptedFetch(hanging), sent: 1 }),
  "while a fetch that knows no signals has no answer": () => ({ fetch: scriptedFetch(never), sent: 1 }),
  "while the body is read": () => ({ fetch: scriptedFetch(stalledBody), sent: 1 }),
  "while it waits to repeat": () => ({ fetch: scriptedFetch(() => json(503)), sent: 1 }),
  "while it waits as long as the API asked": () => ({
    fetch: scriptedFetch(() => json(503, undefined, { "retry-after": "60" })),
    sent: 1,
  }),
  "while it waits without a gate after a 429": () => ({
    fetch: scriptedFetch(() => json(429, undefined, { "retry-after": "60" })),
    options: { rateLimit: false },
    sent: 1,
  }),
  "while it waits for its turn": () => ({
    fetch: scriptedFetch(paused),
    options: { rateLimit: { requests: 1, perMs: 60_000 } },
    before: true,
    sent: 1,
  }),
  "while the gate is shut after a 429": () => ({
    fetch: scriptedFetch(() => json(429, undefined, { "retry-after": "60" })),
    sent: 1,
  }),
  "while it looks whether a lost write took effect": () => ({
    fetch: scriptedFetch((request) =>
      isRead(request) ? hanging(request) : Promise.reject(connectionReset()),
    ),
    sent: 2,
  }),
  "while a lost write is still under way": () => ({
    fetch: scriptedFetch((request) => {
      if (isRead(request)) return json(200, sandboxStatus({ state: "snapshotting" }));
      throw connectionReset();
    }),
    sent: 2,
  }),
};
