import { ConflictError, NotFoundError, type OperationId } from "leap0-fetch";
import { describe, expect, test } from "vitest";
import { clientWith } from "../../support/client.ts";
import { untilSettled, useFakeTime } from "../../support/fake-time.ts";
import { MOUNT_ID, mount } from "../../support/fixtures.ts";
import { call, type Fetched, surfaces } from "../../support/operations.ts";
import { rejectionOf } from "../../support/rejection.ts";
import { answer, doubts, gone, lost, reads, script } from "./script.ts";

// A success of these promises no body, so a strange one is no failure.
const without = Object.entries(doubts).filter(([name]) => !/page|empty/.test(name));

describe.each(surfaces)("through %s", (surface) => {
  const run = (id: OperationId, fetch: ReturnType<typeof script>["fetch"]) => {
    useFakeTime();
    return untilSettled(call(surface, clientWith({ fetch, timeoutMs: 5000 }), id));
  };
  const isDone = (result: unknown) => {
    if (surface === "client.api") {
      const { data, error, response } = result as Fetched;
      expect([data, error, response.status, response.ok]).toEqual([undefined, undefined, 204, true]);
    } else expect(result).toBeUndefined();
  };

  describe.each(without)("deleteSandbox after %s", (_, doubt) => {
    test.each([
      ["it is gone", gone],
      ["it is on its way", reads({ state: "deleting" })],
      ["it is deleted", reads({ state: "deleted" })],
    ])("is done when %s", async (_, look) => {
      const { fetch, counts } = script([doubt], [look]);
      isDone(await run("deleteSandbox", fetch));
      expect(counts).toEqual({ writes: 1, looks: 1 });
    });

    test.each(["running", "paused", "stopped", "hibernating"])("is repeated when it is %s", async (state) => {
      const { fetch, counts } = script([doubt, answer(204)], [reads({ state })]);
      isDone(await run("deleteSandbox", fetch));
      expect(counts).toEqual({ writes: 2, looks: 1 });
    });
  });

  test("a deletion that is repeated and finds nothing is done", async () => {
    const { fetch, counts } = script([lost, gone], [reads({ state: "running" }), gone]);
    isDone(await run("deleteSandbox", fetch));
    expect(counts).toEqual({ writes: 2, looks: 2 });
  });

  describe.each(without)("deleteSandboxMount after %s", (_, doubt) => {
    test.each([
      ["it is gone", reads({ mounts: [mount({ id: "mnt-other" })] })],
      ["there are none", reads({ mounts: [] })],
      ["mounts are null", reads({ mounts: null })],
      ["mounts are missing", answer(200, { id: "sbx-abc123", state: "running" })],
    ])("is done when %s", async (_, look) => {
      const { fetch, counts } = script([doubt], [look]);
      isDone(await run("deleteSandboxMount", fetch));
      expect(counts).toEqual({ writes: 1, looks: 1 });
    });

    test("is repeated when it is still there", async () => {
      const { fetch, counts } = script([doubt, answer(204)], [reads({ mounts: [mount({ id: MOUNT_ID })] })]);
      isDone(await run("deleteSandboxMount", fetch));
      expect(counts).toEqual({ writes: 2, looks: 1 });
    });
  });

  test("a mount's deletion that is repeated and finds nothing is done", async () => {
    const { fetch, counts } = script([lost, gone], [reads({ mounts: [mount()] }), reads({ mounts: [] })]);
    isDone(await run("deleteSandboxMount", fetch));
    expect(counts).toEqual({ writes: 2, looks: 2 });
  });
});

test("404 at the first attempt is an error: nothing was there to delete", async () => {
  const { fetch, counts } = script([gone], []);
  for (const id of ["deleteSandbox", "deleteSandboxMount"] as const)
    await rejectionOf(call("client methods", clientWith({ fetch }), id), NotFoundError);
  expect(counts).toEqual({ writes: 2, looks: 0 });
});

test("409 after a doubt is an error where the sandbox is still there", async () => {
  useFakeTime();
  const { fetch } = script(
    [lost, answer(409, { message: "in transition" })],
    [reads({ state: "snapshotting" })],
  );
  const error = await untilSettled(
    rejectionOf(call("client methods", clientWith({ fetch }), "deleteSandbox"), ConflictError),
  );
  expect(error).toMatchObject({ outcomeUnknown: false, attempts: 2 });
});
