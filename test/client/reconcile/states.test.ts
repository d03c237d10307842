import { ConflictError, ConnectionError, NotFoundError, type OperationId, ServerError } from "leap0-fetch";
import { describe, expect, test } from "vitest";
import type { Respond } from "../../support/client.ts";
import { untilSettled } from "../../support/fake-time.ts";
import { mount, SANDBOX_ID, sandboxStatus } from "../../support/fixtures.ts";
import { call } from "../../support/operations.ts";
import { rejectionOf } from "../../support/rejection.ts";
import { gone, lost, respond, sandboxWith, script, success, unreadable } from "./script.ts";

const start = (id: OperationId, writes: readonly Respond[], reads: readonly Respond[], options = {}) => {
  const { client, ...rest } = script(writes, reads, options);
  return { ...rest, calling: untilSettled(call(client, id)) };
};

describe.each<[OperationId, from: string, through: string, to: string]>([
  ["pauseSandbox", "running", "snapshotting", "paused"],
  ["stopSandbox", "running", "stopping", "stopped"],
  ["startSandbox", "stopped", "starting", "running"],
])("%s whose response is lost", (id, from, through, to) => {
  const there = sandboxWith({ state: to });
  const here = sandboxWith({ state: from });
  const underWay = sandboxWith({ state: through });
  const rejected = respond(409, { message: `the sandbox is ${to}` });

  test.each<[string, Respond[], Respond[], { writes: number; reads: number }]>([
    ["applied: the sandbox is the response", [lost], [there], { writes: 1, reads: 1 }],
    ["not applied: it is retried", [lost, success(id)], [here], { writes: 2, reads: 1 }],
    ["under way: it is read until it is done", [lost], [underWay, underWay, there], { writes: 1, reads: 3 }],
    ["under way, and back: it is retried", [lost, success(id)], [underWay, here], { writes: 2, reads: 2 }],
    ["applied late, the retry rejected", [lost, rejected], [here, underWay, there], { writes: 2, reads: 3 }],
    ["lost each time, applied by the last attempt", [lost], [here, here, there], { writes: 3, reads: 3 }],
    [
      "in a state that is not known yet: not taken for done",
      [lost, success(id)],
      [sandboxWith({ state: "hibernating" })],
      { writes: 2, reads: 1 },
    ],
  ])("%s", async (_, writes, reads, expected) => {
    const { calling, counts } = start(id, writes, reads);
    expect(await calling).toMatchObject({ id: SANDBOX_ID, state: to });
    expect(counts).toEqual(expected);
  });

  test.each(unreadable)("%s is reconciled", async (_, lose) => {
    const { calling, counts } = start(id, [lose], [there]);
    expect(await calling).toEqual(sandboxStatus({ state: to }));
    expect(counts).toEqual({ writes: 1, reads: 1 });
  });

  test("a sandbox that is gone: it is retried, and ends in 404", async () => {
    const { calling, counts } = start(id, [lost, gone], [gone]);
    expect((await rejectionOf(calling, NotFoundError)).operation).toBe(id);
    expect(counts.writes).toBe(2);
  });

  test.each([
    ["401", respond(401)],
    ["403", respond(403)],
    ["503", respond(503)],
    ["no response", lost],
    ["a page", () => new Response("<p>")],
  ])("a read that ends in %s: the failure is that of the write, its outcome unknown", async (_, read) => {
    const { calling, counts } = start(id, [lost], [read]);
    const error = await rejectionOf(calling, ConnectionError);
    expect(error).toMatchObject({ operation: id, outcomeUnknown: true });
    expect(counts.writes).toBe(1);
  });

  test("each time, and reconciled each time: it is known not to have happened", async () => {
    const { calling, counts } = start(id, [respond(502)], [here]);
    const error = await rejectionOf(calling, ServerError);
    expect(error).toMatchObject({ status: 502, operation: id, outcomeUnknown: false, attempts: 3 });
    expect(counts).toEqual({ writes: 3, reads: 3 });
  });

  test("under way until the total limit: its outcome is unknown", async () => {
    const { calling, counts } = start(id, [lost], [underWay], { totalTimeoutMs: 20_000 });
    expect((await rejectionOf(calling, ConnectionError)).outcomeUnknown).toBe(true);
    expect(counts.writes).toBe(1);
    expect(performance.now()).toBeLessThanOrEqual(20_000);
  });
});

const mounts = (...there: Parameters<typeof mount>[0][]) =>
  sandboxWith({ mounts: there.map((each) => mount(each)) });

describe.each<[OperationId, done: Record<string, Respond>, notDone: Record<string, Respond>]>([
  [
    "deleteSandbox",
    {
      "it is gone": gone,
      "it is on its way": sandboxWith({ state: "deleting" }),
      "it is deleted": sandboxWith({ state: "deleted" }),
    },
    Object.fromEntries(
      ["running", "paused", "stopped", "hibernating"].map((state) => [state, sandboxWith({ state })]),
    ),
  ],
  [
    "deleteSandboxMount",
    {
      "it is gone": mounts({ id: "mnt-other" }),
      "there are none": mounts(),
      "mounts are null": sandboxWith({ mounts: null }),
      "mounts are missing": respond(200, { id: SANDBOX_ID, state: "running" }),
    },
    { there: mounts({}) },
  ],
])("%s whose response is lost", (id, done, notDone) => {
  test.each(Object.entries(done))("is done when %s", async (_, read) => {
    const { calling, counts } = start(id, [lost], [read]);
    expect(await calling).toBeUndefined();
    expect(counts).toEqual({ writes: 1, reads: 1 });
  });

  test.each(Object.entries(notDone))("is retried when it is %s", async (_, read) => {
    const { calling, counts } = start(id, [lost, respond(204)], [read]);
    expect(await calling).toBeUndefined();
    expect(counts).toEqual({ writes: 2, reads: 1 });
  });

  test("is done when the retry finds nothing any more", async () => {
    const [read] = Object.values(notDone) as [Respond];
    const { calling, counts } = start(id, [lost, gone], [read, Object.values(done)[0] as Respond]);
    expect(await calling).toBeUndefined();
    expect(counts).toEqual({ writes: 2, reads: 2 });
  });

  test("is not the same as 404 at the first attempt: nothing was there to delete", async () => {
    const { calling, counts } = start(id, [gone], []);
    await rejectionOf(calling, NotFoundError);
    expect(counts).toEqual({ writes: 1, reads: 0 });
  });
});

test("409 after a lost response is an error where the sandbox is still there", async () => {
  const { calling } = start("deleteSandbox", [lost, respond(409)], [sandboxWith({ state: "snapshotting" })]);
  expect(await rejectionOf(calling, ConflictError)).toMatchObject({ outcomeUnknown: false, attempts: 2 });
});

test("a rejection is not reconciled where nothing was lost before", async () => {
  const { calling, counts } = start("pauseSandbox", [respond(409, { message: "no" })], []);
  await rejectionOf(calling, ConflictError);
  expect(counts).toEqual({ writes: 1, reads: 0 });
});

test("the read goes to the sandbox's own path, with the key and without a body or its type", async () => {
  const { calling, sent } = start("addSandboxMount", [lost, success("addSandboxMount")], [mounts()], {
    headers: { "x-trace": "1" },
  });
  await calling;
  expect(sent[0]?.headers).toHaveProperty("content-type");
  const read = sent.find(({ method }) => method === "GET");
  expect(read).toMatchObject({
    url: `https://api.leap0.dev/v1/sandbox/${SANDBOX_ID}/`,
    body: undefined,
    headers: { "x-trace": "1", authorization: expect.stringContaining("Bearer ") },
  });
  expect(read?.headers).not.toHaveProperty("content-type");
});

test("events tell what each reconciliation found", async () => {
  const reads = ["snapshotting", "running"].map((state) => sandboxWith({ state }));
  const { calling, events } = start("pauseSandbox", [lost, success("pauseSandbox")], reads);
  await calling;
  const found = events.flatMap((event) => (event.type === "reconcile" ? [event.result] : []));
  expect(found).toEqual(["under way", "not done"]);
});
