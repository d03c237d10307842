import { sandboxStatus } from "../../support/fixtures.ts";
import { successes } from "../../support/operations.ts";
import { connectionReset, hanging, json, type Sent, scriptedFetch } from "../../support/scripted-fetch.ts";

type Reaction = (request: Sent) => Response | Promise<Response>;

/** Ways in which a write ends without its outcome being known. */
export const doubts: Readonly<Record<string, Reaction>> = {
  "a reset connection": () => Promise.reject(connectionReset()),
  "an attempt over its limit": hanging,
  "a 500": () => json(500, { message: "no" }),
  "a 502": () => json(502, { message: "no" }),
  "a 504": () => json(504, { message: "no" }),
  "a page instead of JSON": () => new Response("<p>hello</p>", { status: 201 }),
  "an empty 201": () => new Response(null, { status: 201 }),
};

export const lost: Reaction = () => Promise.reject(connectionReset());
export const answer =
  (status: number, body?: unknown): Reaction =>
  () =>
    json(status, body);
export const success = (id: keyof typeof successes): Reaction =>
  answer(successes[id].status, successes[id].body);
export const reads = (more: Parameters<typeof sandboxStatus>[0]): Reaction =>
  answer(200, sandboxStatus(more));
export const gone = answer(404, { message: "no such sandbox" });

/**
 * A `fetch` whose writes and reads each go by a list; the last of it is for all that follow. What is not expected
 * fails the test.
 */
export function script(writes: readonly Reaction[], looks: readonly Reaction[]) {
  const counts = { writes: 0, looks: 0 };
  const fetch = scriptedFetch((request) => {
    const [list, index] = request.method === "GET" ? [looks, counts.looks++] : [writes, counts.writes++];
    const reaction = list[index] ?? list.at(-1);
    if (!reaction) throw new Error(`unexpected ${request.method} ${request.url}`);
    return reaction(request);
  });
  return { fetch, counts };
}
