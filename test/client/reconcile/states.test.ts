import { ConflictError, ConnectionError, NotFoundError, type OperationId, ServerError } from "leap0-fetch";
import { describe, expect, test } from "vitest";
import { clientWith } from "../../support/client.ts";
import { untilSettled, useFakeTime } from "../../support/fake-time.ts";
import { mount, sandboxStatus } from "../../support/fixtures.ts";
import { call, type Fetched, successes, surfaces } from "../../support/operations.ts";
import { rejectionOf } from "../../support/rejection.ts";
import { answer, doubts, gone, lost, reads, script, success } from "./script.ts";

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

    test.each(Object.entries(doubts))(
      "after %s: applied, so the sandbox is the answer and nothing is repeated",
      async (_, doubt) => {
        const { fetch, counts } = script([doubt], [reads({ state: to })]);
        const result = await run(fetch);
        expect(stateOf(result)).toBe(to);
        expect(counts).toEqual({ writes: 1, looks: 1 });
        if (surface === "client.api")
          expect(result).toMatchObject({
            data: sandboxStatus({ state: to }),
            response: { status: successes[id].status, ok: true },
          });
        else expect(result).toEqual(sandboxStatus({ state: to }));
      },
    );

    test.each(Object.entries(doubts))("after %s: not applied, so it is repeated", async (_, doubt) => {
      const { fetch, counts } = script([doubt, success(id)], [reads({ state: from })]);
      expect(stateOf(await run(fetch))).toBe(to);
      expect(counts).toEqual({ writes: 2, looks: 1 });
    });

    test("under way: it is looked at until it is done, and not repeated", async () => {
      const on = reads({ state: through });
      const { fetch, counts } = script([lost], [on, on, on, reads({ state: to })]);
      expect(stateOf(await run(fetch))).toBe(to);
      expect(counts).toEqual({ writes: 1, looks: 4 });
    });

    test("under way, and back where it was: it is repeated", async () => {
      const { fetch, counts } = script(
        [lost, success(id)],
        [reads({ state: through }), reads({ state: from })],
      );
      expect(stateOf(await run(fetch))).toBe(to);
      expect(counts).toEqual({ writes: 2, looks: 2 });
    });

    test("applied late, so that the repeat is refused: the sandbox is the answer", async () => {
      const { fetch, counts } = script(
        [lost, answer(409, { message: `the sandbox is ${to}` })],
        [reads({ state: from }), reads({ state: through }), reads({ state: to })],
      );
      expect(stateOf(await run(fetch))).toBe(to);
      expect(counts).toEqual({ writes: 2, looks: 3 });
    });

    test("lost again and again, and applied by the last attempt", async () => {
      const here = reads({ state: from });
      const { fetch, counts } = script([lost], [here, here, reads({ state: to })]);
      expect(stateOf(await run(fetch))).toBe(to);
      expect(counts).toEqual({ writes: 3, looks: 3 });
    });
  });

  const run = (fetch: ReturnType<typeof script>["fetch"], options = {}) => {
    useFakeTime();
    return call("client methods", clientWith({ fetch, ...options }), id);
  };

  test("of a sandbox that is gone is repeated, and ends in 404", async () => {
    const { fetch, counts } = script([lost, gone], [gone]);
    const error = await untilSettled(rejectionOf(run(fetch), NotFoundError));
    expect(error.operation).toBe(id);
    expect(counts.writes).toBe(2);
  });

  test("whose look fails rejects with the failure of the write, its outcome unknown", async () => {
    for (const look of [
      answer(401, { message: "no" }),
      answer(403),
      lost,
      answer(503),
      () => new Response("<p>"),
    ]) {
      const { fetch, counts } = script([lost], [look]);
      const error = await untilSettled(rejectionOf(run(fetch), ConnectionError));
      expect(error).toMatchObject({ operation: id, outcomeUnknown: true });
      expect(counts.writes).toBe(1);
    }
  });

  test("that is lost and looked at in vain is known not to have happened", async () => {
    const { fetch, counts } = script([answer(502)], [reads({ state: from })]);
    const error = await untilSettled(rejectionOf(run(fetch), ServerError));
    expect(error).toMatchObject({ status: 502, operation: id, outcomeUnknown: false, attempts: 3 });
    expect(counts).toEqual({ writes: 3, looks: 3 });
  });

  test("that is refused, with nothing lost before, is not looked into", async () => {
    const { fetch, counts } = script([answer(409, { message: "no" })], []);
    await rejectionOf(run(fetch), ConflictError);
    expect(counts).toEqual({ writes: 1, looks: 0 });
  });

  test("that stays under way until the total limit says that its outcome is unknown", async () => {
    const { fetch, counts } = script([lost], [reads({ state: through })]);
    const error = await untilSettled(rejectionOf(run(fetch, { totalTimeoutMs: 20_000 }), ConnectionError));
    expect(error.outcomeUnknown).toBe(true);
    expect(counts.writes).toBe(1);
    expect(performance.now()).toBeLessThanOrEqual(20_000);
  });

  test("in a state that is not known yet is not taken for done", async () => {
    const { fetch, counts } = script([lost, success(id)], [reads({ state: "hibernating" })]);
    await untilSettled(run(fetch));
    expect(counts).toEqual({ writes: 2, looks: 1 });
  });
});

test("a look goes to the sandbox's own path, with the key and without a body or its type", async () => {
  useFakeTime();
  const { fetch } = script([lost], [reads({ mounts: [mount()] })]);
  await untilSettled(
    call("client methods", clientWith({ fetch, headers: { "x-trace": "1" } }), "addSandboxMount"),
  );
  expect(fetch.sent[0]?.headers).toHaveProperty("content-type");
  const look = fetch.sent.find(({ method }) => method === "GET");
  expect(look).toMatchObject({
    url: "https://api.leap0.dev/v1/sandbox/sbx-abc123/",
    body: undefined,
    headers: { "x-trace": "1", authorization: expect.stringContaining("Bearer ") },
  });
  expect(look?.headers).not.toHaveProperty("content-type");
});

test("events tell what each look found", async () => {
  useFakeTime();
  const { fetch } = script(
    [lost, success("pauseSandbox")],
    [reads({ state: "snapshotting" }), reads({ state: "running" })],
  );
  const looks: string[] = [];
  const onEvent = (event: { type: string; result?: string }) => {
    if (event.type === "reconcile") looks.push(String(event.result));
  };
  await untilSettled(call("client methods", clientWith({ fetch, onEvent }), "pauseSandbox"));
  expect(looks).toEqual(["under way", "not done"]);
});
