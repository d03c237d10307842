import { sandboxStatus } from "../../support/fixtures.ts";
import { successes } from "../../support/operations.ts";
import { connectionReset, hanging, json, type Sent, scriptedFetch } from "../../support/scripted-fetch.ts";

type Reaction = (request: Sent) => Response | Promise<Response>;

/** Ways in which a write ends without its outcome being known. */
export const lostResponses: Readonly<Record<string, Reaction>> = {
  "a reset connection": () => Promise.reject(connectionReset()),
  "an attempt over its limit": hanging,
  ...Object.fromEntries(
    [408, 500, 501, 503, 520, 599].map((status) => [`a ${status}`, () => json(status, { message: "no" })]),
  ),
  "a page instead of JSON": () => new Response("<p>hello</p>", { status: 201 }),
  "an empty 201": () => new Response(null, { status: 201 }),
  "an empty 200": () => new Response(null, { status: 200 }),
  "a 204": () => new Response(null, { status: 204 }),
};

export const lost: Reaction = () => Promise.reject(connectionReset());
export const respond =
  (status: number, body?: unknown): Reaction =>
  () =>
    json(status, body);
export const success = (id: keyof typeof successes): Reaction =>
  respond(successes[id].status, successes[id].body);
export const sandboxWith = (more: Parameters<typeof sandboxStatus>[0]): Reaction =>
  respond(200, sandboxStatus(more));
export const gone = respond(404, { message: "no such sandbox" });

/**
 * A `fetch` whose writes and reads each go by a list; the last of it is for all that follow. What is not expected
 * fails the test.
 */
export function script(writes: readonly Reaction[], reads: readonly Reaction[]) {
  const counts = { writes: 0, reads: 0 };
  const fetch = scriptedFetch((request) => {
    const [list, index] = request.method === "GET" ? [reads, counts.reads++] : [writes, counts.writes++];
    const reaction = list[index] ?? list.at(-1);
    if (!reaction) throw new Error(`unexpected ${request.method} ${request.url}`);
    return reaction(request);
  });
  return { fetch, counts };
}
