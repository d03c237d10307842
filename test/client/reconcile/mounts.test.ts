import { BadRequestError, ConflictError, ConnectionError, type MountUpdate } from "leap0-fetch";
import { describe, expect, test } from "vitest";
import type { Respond } from "../../support/client.ts";
import { untilSettled } from "../../support/fake-time.ts";
import { mount, mountRequest, sandboxStatus } from "../../support/fixtures.ts";
import { rejection, rejectionOf } from "../../support/rejection.ts";
import { gone, lost, respond, sandboxWith, script, unreadable } from "./script.ts";

const mounts = (...there: Parameters<typeof mount>[0][]) =>
  sandboxWith({ mounts: there.map((each) => mount(each)) });
const taken = respond(409, { message: "taken" });
const { prefix: _, ...withoutPrefix } = mount();

describe("adding a mount whose response is lost", () => {
  /** With a client that knows nothing of the sandbox. */
  const add = (writes: readonly Respond[], reads: readonly Respond[]) => {
    const { mounts, ...rest } = script(writes, reads);
    return { ...rest, adding: untilSettled(mounts.add("a", mountRequest())) };
  };
  /** With a client that has read the sandbox before, so it knows which mounts were there. */
  const addAfterRead = (writes: readonly Respond[], reads: readonly Respond[]) => {
    const { sandboxes, mounts, ...rest } = script(writes, reads);
    const adding = sandboxes.get("a").then(() => mounts.add("a", mountRequest()));
    return { ...rest, adding: untilSettled(adding) };
  };

  test.each([["a reset connection", lost], ...unreadable] as const)(
    "%s: the mount that is new is the response",
    async (_, lose) => {
      const other = { id: "mnt-other", mount_path: "/data/other" };
      const { adding, counts } = addAfterRead([lose], [mounts(), mounts(other, {})]);
      expect(await adding).toEqual(mount());
      expect(counts).toEqual({ writes: 1, reads: 2 });
    },
  );

  test.each([
    ["there are none", []],
    ["mounts are null", null],
    ["mounts are an object", {}],
    ["mounts are a text", "none"],
    ["one of them is null", [null]],
    ["another is there", [mount({ mount_path: "/data/other" })]],
  ])("is retried where %s", async (_, there) => {
    const reads = [respond(200, { ...sandboxStatus(), mounts: there })];
    const { adding, counts } = add([lost, respond(201, mount())], reads);
    expect(await adding).toEqual(mount());
    expect(counts).toEqual({ writes: 2, reads: 1 });
  });

  test.each([
    ["bucket", mount({ bucket: "other-assets" })],
    ["prefix", mount({ prefix: "other/" })],
    ["prefix, where the mount has none", withoutPrefix],
    ["path", mount({ mount_path: "/data" })],
    ["read_only", mount({ read_only: false })],
  ])("does not take a mount with another %s for its own", async (_, there) => {
    const reads = [mounts(), sandboxWith({ mounts: [there] })];
    const { adding, counts } = addAfterRead([lost, respond(201, mount())], reads);
    await adding;
    expect(counts.writes).toBe(2);
  });

  test("does not take a mount that was there before for its own: endpoint and credentials cannot be seen", async () => {
    const { adding, counts } = addAfterRead([lost, taken], [mounts({ id: "mnt-before" })]);
    expect(await rejection(adding)).toMatchObject({ status: 409, outcomeUnknown: false });
    expect(counts.writes).toBe(2);
  });

  test("cannot tell whose a mount is when it does not know what was there before, and does not retry", async () => {
    const { adding, counts, events } = add([lost], [mounts({})]);
    const error = await rejectionOf(adding, ConnectionError);
    expect(error).toMatchObject({ operation: "addSandboxMount", outcomeUnknown: true });
    expect(counts).toEqual({ writes: 1, reads: 1 });
    expect(events).toContainEqual(expect.objectContaining({ type: "reconcile", result: "cannot tell" }));
  });

  test("knows the mounts that it created the sandbox with, and those that it added itself", async () => {
    const created = respond(201, { ...sandboxStatus({ mounts: [] }), id: "a" });
    const { client, counts } = script([created, lost, lost, taken], [mounts({ id: "mnt-1" })]);
    await client.sandboxes.create({ template_name: "t" });
    const add = () => untilSettled(client.mounts.add("a", mountRequest()));
    expect(await add()).toEqual(mount({ id: "mnt-1" }));
    // The same once more: the mount that is there is the first one's.
    expect(await rejection(add())).toMatchObject({ status: 409 });
    expect(counts.writes).toBe(4);
  });

  test("is applied late, so that the retry is rejected: the mount is the response", async () => {
    for (const rejected of [respond(409), respond(400, { message: "taken", errors: [] })]) {
      const { adding, counts } = add([lost, rejected], [mounts(), mounts({})]);
      expect(await adding).toEqual(mount());
      expect(counts).toEqual({ writes: 2, reads: 2 });
    }
  });

  test("and that is rejected then: the rejection is the error", async () => {
    const errors = [{ field: "bucket", error: "no such bucket" }];
    const { adding } = add([lost, respond(400, { message: "no", errors })], [mounts()]);
    expect(await rejectionOf(adding, BadRequestError)).toMatchObject({ outcomeUnknown: false, errors });
  });

  test("to a sandbox that is gone ends in the rejection of the retry", async () => {
    const { adding, counts } = add([lost, gone], [gone]);
    expect(await rejection(adding)).toMatchObject({ status: 404, operation: "addSandboxMount" });
    expect(counts.writes).toBe(2);
  });
});

describe("updating a mount whose response is lost", () => {
  const wanted = { bucket: "other-assets", read_only: false };
  const changed = mount(wanted);
  const update = (body: MountUpdate, writes: readonly Respond[], reads: readonly Respond[]) => {
    const { mounts, counts } = script(writes, reads);
    return { counts, updating: untilSettled(mounts.update("a", mount().id, body)) };
  };

  test("a mount that is as wanted is the response", async () => {
    const { updating, counts } = update(wanted, [lost], [mounts({ id: "mnt-other" }, changed)]);
    expect(await updating).toEqual(changed);
    expect(counts).toEqual({ writes: 1, reads: 1 });
  });

  test.each<[string, MountUpdate]>([
    ["is not as wanted", wanted],
    ["was sent a secret, which no response shows", { secret_access_key: "s3cr3t-pa55word" }],
    ["was sent an endpoint, which no response shows", { endpoint: "https://s3.example.com" }],
  ])("one that %s is updated again", async (_, body) => {
    const { updating, counts } = update(body, [lost, respond(200, changed)], [mounts({})]);
    expect(await updating).toEqual(changed);
    expect(counts).toEqual({ writes: 2, reads: 1 });
  });

  test("a prefix that was cleared is seen, whether it is empty or missing", async () => {
    for (const there of [mount({ prefix: "" }), withoutPrefix]) {
      const { updating, counts } = update({ prefix: "" }, [lost], [sandboxWith({ mounts: [there] })]);
      expect(await updating).toEqual(there);
      expect(counts.writes).toBe(1);
    }
  });

  test("what no response shows, and is lost each time, has an unknown outcome", async () => {
    const { updating } = update({ secret_access_key: "s3cr3t-pa55word" }, [lost], [mounts({})]);
    expect((await rejectionOf(updating, ConnectionError)).outcomeUnknown).toBe(true);
  });

  test("a mount that is gone is updated again, and ends in 404", async () => {
    const { updating, counts } = update(wanted, [lost, respond(404)], [mounts()]);
    expect(await rejection(updating)).toMatchObject({ status: 404 });
    expect(counts.writes).toBe(2);
  });

  test("and that is rejected then: the rejection is the error", async () => {
    const { updating } = update(wanted, [lost, respond(409)], [mounts({})]);
    expect(await rejectionOf(updating, ConflictError)).toMatchObject({ outcomeUnknown: false });
  });
});
