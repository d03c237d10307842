import { ConflictError, ConnectionError, NotFoundError, type OperationId, ServerError } from "leap0-fetch";
import { describe, expect, test } from "vitest";
import { clientWith } from "../../support/client.ts";
import { untilSettled, useFakeTime } from "../../support/fake-time.ts";
import { sandboxStatus } from "../../support/fixtures.ts";
import { call, type Fetched, successes, surfaces } from "../../support/operations.ts";
import { rejectionOf } from "../../support/rejection.ts";
import { gone, lost, lostResponses, respond, sandboxWith, script, success } from "./script.ts";

const lifecycle: [OperationId, from: string, through: string, to: string][] = [
  ["pauseSandbox", "running", "snapshotting", "paused"],
  ["stopSandbox", "running", "stopping", "stopped"],
  ["startSandbox", "stopped", "starting", "running"],
];

describe.each(lifecycle)("%s", (id, from, through, to) => {
  describe.each(surfaces)("through %s", (surface) => {
    const run = (fetch: ReturnType<typeof script>["fetch"], options = {}) => {
      useFakeTime();
      return untilSettled(call(surface, clientWith({ fetch, timeoutMs: 5000, ...options }), id));
    };
    const stateOf = (result: unknown) =>
      ((surface === "client.api" ? (result as Fetched).data : result) as { state: string }).state;

    test.each(Object.entries(lostResponses))(
      "after %s: applied, so the sandbox is the response and nothing is retried",
      async (_, lost) => {
        const { fetch, counts } = script([lost], [sandboxWith({ state: to })]);
        const result = await run(fetch);
        expect(stateOf(result)).toBe(to);
        expect(counts).toEqual({ writes: 1, reads: 1 });
        const data = sandboxStatus({ state: to });
        if (surface === "client methods") expect(result).toEqual(data);
        else expect(result).toMatchObject({ data, response: { status: successes[id].status, ok: true } });
      },
    );

    test.each(Object.entries(lostResponses))("after %s: not applied, so it is retried", async (_, lost) => {
      const { fetch, counts } = script([lost, success(id)], [sandboxWith({ state: from })]);
      expect(stateOf(await run(fetch))).toBe(to);
      expect(counts).toEqual({ writes: 2, reads: 1 });
    });

    test("under way: it is read until it is done, and not retried", async () => {
      const on = sandboxWith({ state: through });
      const { fetch, counts } = script([lost], [on, on, on, sandboxWith({ state: to })]);
      expect(stateOf(await run(fetch))).toBe(to);
      expect(counts).toEqual({ writes: 1, reads: 4 });
    });

    test("under way, and back where it was: it is retried", async () => {
      const { fetch, counts } = script(
        [lost, success(id)],
        [sandboxWith({ state: through }), sandboxWith({ state: from })],
      );
      expect(stateOf(await run(fetch))).toBe(to);
      expect(counts).toEqual({ writes: 2, reads: 2 });
    });

    test("applied late, so that the retry is rejected: the sandbox is the response", async () => {
      const { fetch, counts } = script(
        [lost, respond(409, { message: `the sandbox is ${to}` })],
        [sandboxWith({ state: from }), sandboxWith({ state: through }), sandboxWith({ state: to })],
      );
      expect(stateOf(await run(fetch))).toBe(to);
      expect(counts).toEqual({ writes: 2, reads: 3 });
    });

    test("lost again and again, and applied by the last attempt", async () => {
      const here = sandboxWith({ state: from });
      const { fetch, counts } = script([lost], [here, here, sandboxWith({ state: to })]);
      expect(stateOf(await run(fetch))).toBe(to);
      expect(counts).toEqual({ writes: 3, reads: 3 });
    });
  });

  const run = (fetch: ReturnType<typeof script>["fetch"], options = {}) => {
    useFakeTime();
    return call("client methods", clientWith({ fetch, ...options }), id);
  };

  test("of a sandbox that is gone is retried, and ends in 404", async () => {
    const { fetch, counts } = script([lost, gone], [gone]);
    const error = await untilSettled(rejectionOf(run(fetch), NotFoundError));
    expect(error.operation).toBe(id);
    expect(counts.writes).toBe(2);
  });

  test("that cannot be reconciled rejects with the failure of the write, its outcome unknown", async () => {
    for (const read of [respond(401), respond(403), lost, respond(503), () => new Response("<p>")]) {
      const { fetch, counts } = script([lost], [read]);
      const error = await untilSettled(rejectionOf(run(fetch), ConnectionError));
      expect(error).toMatchObject({ operation: id, outcomeUnknown: true });
      expect(counts.writes).toBe(1);
    }
  });

  test("that is lost each time and reconciled each time is known not to have happened", async () => {
    const { fetch, counts } = script([respond(502)], [sandboxWith({ state: from })]);
    const error = await untilSettled(rejectionOf(run(fetch), ServerError));
    expect(error).toMatchObject({ status: 502, operation: id, outcomeUnknown: false, attempts: 3 });
    expect(counts).toEqual({ writes: 3, reads: 3 });
  });

  test("that is rejected, with nothing lost before, is not reconciled", async () => {
    const { fetch, counts } = script([respond(409, { message: "no" })], []);
    await rejectionOf(run(fetch), ConflictError);
    expect(counts).toEqual({ writes: 1, reads: 0 });
  });

  test("that stays under way until the total limit says that its outcome is unknown", async () => {
    const { fetch, counts } = script([lost], [sandboxWith({ state: through })]);
    const error = await untilSettled(rejectionOf(run(fetch, { totalTimeoutMs: 20_000 }), ConnectionError));
    expect(error.outcomeUnknown).toBe(true);
    expect(counts.writes).toBe(1);
    expect(performance.now()).toBeLessThanOrEqual(20_000);
  });

  test("in a state that is not known yet is not taken for done", async () => {
    const { fetch, counts } = script([lost, success(id)], [sandboxWith({ state: "hibernating" })]);
    await untilSettled(run(fetch));
    expect(counts).toEqual({ writes: 2, reads: 1 });
  });
});

test("the read of a reconciliation goes to the sandbox's own path, with the key and without a body or its type", async () => {
  useFakeTime();
  const { fetch } = script([lost, success("addSandboxMount")], [sandboxWith({ mounts: [] })]);
  const client = clientWith({ fetch, headers: { "x-trace": "1" } });
  await untilSettled(call("client methods", client, "addSandboxMount"));
  expect(fetch.sent[0]?.headers).toHaveProperty("content-type");
  const read = fetch.sent.find(({ method }) => method === "GET");
  expect(read).toMatchObject({
    url: "https://api.leap0.dev/v1/sandbox/sbx-abc123/",
    body: undefined,
    headers: { "x-trace": "1", authorization: expect.stringContaining("Bearer ") },
  });
  expect(read?.headers).not.toHaveProperty("content-type");
});

test("events tell what each reconciliation found", async () => {
  useFakeTime();
  const { fetch } = script(
    [lost, success("pauseSandbox")],
    [sandboxWith({ state: "snapshotting" }), sandboxWith({ state: "running" })],
  );
  const reads: string[] = [];
  const onEvent = (event: { type: string; result?: string }) => {
    if (event.type === "reconcile") reads.push(String(event.result));
  };
  await untilSettled(call("client methods", clientWith({ fetch, onEvent }), "pauseSandbox"));
  expect(reads).toEqual(["under way", "not done"]);
});
