import { beforeEach } from "vitest";
import { clientOf, hanging, json, type Respond, reset } from "../../support/client.ts";
import { useFakeTime } from "../../support/fake-time.ts";
import { sandboxStatus } from "../../support/fixtures.ts";
import { successes } from "../../support/operations.ts";

// Every lost response of every operation is in test/faults/matrix. Here is what one read, or several, may find.

beforeEach(useFakeTime);

export const respond =
  (status: number, body?: unknown): Respond =>
  () =>
    json(status, body);
export const success = (id: keyof typeof successes): Respond =>
  respond(successes[id].status, successes[id].body);
export const sandboxWith = (more: Parameters<typeof sandboxStatus>[0]): Respond =>
  respond(200, sandboxStatus(more));
export const gone = respond(404, { message: "no such sandbox" });

/** Ways in which a write ends without its outcome being known that only differ in what is wrong with the response. */
export const unreadable: readonly [string, Respond][] = [
  ["an attempt over its limit", hanging],
  ["a page instead of JSON", () => new Response("<p>hello</p>", { status: 201 })],
  ["an empty 201", () => new Response(null, { status: 201 })],
  ["an empty 200", () => new Response(null, { status: 200 })],
  ["a 204", () => new Response(null, { status: 204 })],
];
export const lost = reset;

/**
 * A client whose writes and reads each go by a list; the last of it is for all that follow. What is not expected fails
 * the test.
 */
export function script(writes: readonly Respond[], reads: readonly Respond[], options = {}) {
  const counts = { writes: 0, reads: 0 };
  const scripted = clientOf(
    (request, index) => {
      const [list, at] = request.method === "GET" ? [reads, counts.reads++] : [writes, counts.writes++];
      const reaction = list[at] ?? list.at(-1);
      if (!reaction) throw new Error(`unexpected ${request.method} ${request.url}`);
      return reaction(request, index);
    },
    { timeoutMs: 5000, ...options },
  );
  return { ...scripted, counts };
}
