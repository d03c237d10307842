import { ConflictError, NotFoundError, type OperationId } from "leap0-fetch";
import { describe, expect, test } from "vitest";
import { clientWith } from "../../support/client.ts";
import { untilSettled, useFakeTime } from "../../support/fake-time.ts";
import { mount } from "../../support/fixtures.ts";
import { call, type Fetched, surfaces } from "../../support/operations.ts";
import { rejectionOf } from "../../support/rejection.ts";
import { gone, lost, lostResponses, respond, sandboxWith, script } from "./script.ts";

// A success of these promises no body, so a strange one is no failure.
const lostDeletes = Object.entries(lostResponses).filter(([name]) => !/page|empty|204/.test(name));

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

  describe.each(lostDeletes)("deleteSandbox after %s", (_, lost) => {
    test.each([
      ["it is gone", gone],
      ["it is on its way", sandboxWith({ state: "deleting" })],
      ["it is deleted", sandboxWith({ state: "deleted" })],
    ])("is done when %s", async (_, read) => {
      const { fetch, counts } = script([lost], [read]);
      isDone(await run("deleteSandbox", fetch));
      expect(counts).toEqual({ writes: 1, reads: 1 });
    });

    test.each(["running", "paused", "stopped", "hibernating"])("is retried when it is %s", async (state) => {
      const { fetch, counts } = script([lost, respond(204)], [sandboxWith({ state })]);
      isDone(await run("deleteSandbox", fetch));
      expect(counts).toEqual({ writes: 2, reads: 1 });
    });
  });

  test.each([
    ["deleteSandbox", [sandboxWith({ state: "running" }), gone]],
    ["deleteSandboxMount", [sandboxWith({ mounts: [mount()] }), sandboxWith({ mounts: [] })]],
  ] as const)("%s that is retried and finds nothing is done", async (id, reads) => {
    const { fetch, counts } = script([lost, gone], reads);
    isDone(await run(id, fetch));
    expect(counts).toEqual({ writes: 2, reads: 2 });
  });

  describe.each(lostDeletes)("deleteSandboxMount after %s", (_, lost) => {
    test.each([
      ["it is gone", sandboxWith({ mounts: [mount({ id: "mnt-other" })] })],
      ["there are none", sandboxWith({ mounts: [] })],
      ["mounts are null", sandboxWith({ mounts: null })],
      ["mounts are missing", respond(200, { id: "sbx-abc123", state: "running" })],
    ])("is done when %s", async (_, read) => {
      const { fetch, counts } = script([lost], [read]);
      isDone(await run("deleteSandboxMount", fetch));
      expect(counts).toEqual({ writes: 1, reads: 1 });
    });

    test("is retried when it is still there", async () => {
      const { fetch, counts } = script([lost, respond(204)], [sandboxWith({ mounts: [mount()] })]);
      isDone(await run("deleteSandboxMount", fetch));
      expect(counts).toEqual({ writes: 2, reads: 1 });
    });
  });
});

test("404 at the first attempt is an error: nothing was there to delete", async () => {
  const { fetch, counts } = script([gone], []);
  for (const id of ["deleteSandbox", "deleteSandboxMount"] as const)
    await rejectionOf(call("client methods", clientWith({ fetch }), id), NotFoundError);
  expect(counts).toEqual({ writes: 2, reads: 0 });
});

test("409 after a lost response is an error where the sandbox is still there", async () => {
  useFakeTime();
  const { fetch } = script([lost, respond(409, { message: "no" })], [sandboxWith({ state: "snapshotting" })]);
  const error = await untilSettled(
    rejectionOf(call("client methods", clientWith({ fetch }), "deleteSandbox"), ConflictError),
  );
  expect(error).toMatchObject({ outcomeUnknown: false, attempts: 2 });
});
