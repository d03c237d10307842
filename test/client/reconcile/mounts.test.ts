import {
  BadRequestError,
  ConflictError,
  ConnectionError,
  type Leap0Event,
  type MountUpdate,
} from "leap0-fetch";
import { describe, expect, test } from "vitest";
import { clientWith } from "../../support/client.ts";
import { untilSettled, useFakeTime } from "../../support/fake-time.ts";
import { mount, mountRequest, sandboxStatus } from "../../support/fixtures.ts";
import { rejection, rejectionOf } from "../../support/rejection.ts";
import { gone, lost, lostResponses, respond, sandboxWith, script } from "./script.ts";

type Fetch = ReturnType<typeof script>["fetch"];

/** Adds a mount with a client that has read the sandbox before, so it knows which mounts were there. */
const addAfterRead = (fetch: Fetch, body = mountRequest()) => {
  useFakeTime();
  const client = clientWith({ fetch, timeoutMs: 5000 });
  return untilSettled(client.sandboxes.get("a").then(() => client.mounts.add("a", body)));
};
/** Adds a mount with a client that knows nothing of the sandbox. */
const add = (fetch: Fetch, body = mountRequest()) => {
  useFakeTime();
  return untilSettled(clientWith({ fetch, timeoutMs: 5000 }).mounts.add("a", body));
};
const empty = sandboxWith({ mounts: [] });
const { prefix: _, ...withoutPrefix } = mount();
const { read_only: __, ...withoutReadOnly } = mount();

describe("adding a mount", () => {
  test.each(Object.entries(lostResponses))(
    "after %s: the mount that is new is the response",
    async (_, lose) => {
      const other = mount({ id: "mnt-other", mount_path: "/data/other" });
      const { fetch, counts } = script([lose], [empty, sandboxWith({ mounts: [other, mount()] })]);
      expect(await addAfterRead(fetch)).toEqual(mount());
      expect(counts).toEqual({ writes: 1, reads: 2 });
    },
  );

  test.each(Object.entries(lostResponses))(
    "after %s: it is retried where the mount is not there",
    async (_, lose) => {
      for (const mounts of [[], null, [mount({ mount_path: "/data/other" })]]) {
        const { fetch, counts } = script([lose, respond(201, mount())], [sandboxWith({ mounts })]);
        expect(await add(fetch)).toEqual(mount());
        expect(counts).toEqual({ writes: 2, reads: 1 });
      }
    },
  );

  test.each([
    ["no prefix for an empty one", { prefix: "" }, withoutPrefix],
    ["an empty prefix for none", { prefix: undefined }, mount({ prefix: "" })],
    ["a path with a slash at its end", { mount_path: "/data/assets/" }, mount()],
    ["no read_only for its default", {}, withoutReadOnly],
    ["read_only as its default", { read_only: true }, withoutReadOnly],
  ])("takes %s for the same", async (_, more, there) => {
    const { fetch, counts } = script([lost], [empty, sandboxWith({ mounts: [there] })]);
    expect(await addAfterRead(fetch, { ...mountRequest(), ...more })).toEqual(there);
    expect(counts.writes).toBe(1);
  });

  test.each([
    ["bucket", mount({ bucket: "other-assets" })],
    ["prefix", mount({ prefix: "other/" })],
    ["prefix, where the mount has none", withoutPrefix],
    ["path", mount({ mount_path: "/data" })],
    ["read_only", mount({ read_only: false })],
  ])("does not take a mount with another %s for its own", async (_, there) => {
    const reads = [empty, sandboxWith({ mounts: [there] })];
    const { fetch, counts } = script([lost, respond(201, mount())], reads);
    await addAfterRead(fetch);
    expect(counts.writes).toBe(2);
  });

  test("does not take a mount that was there before for its own: endpoint and credentials cannot be seen", async () => {
    const there = sandboxWith({ mounts: [mount({ id: "mnt-before" })] });
    const { fetch, counts } = script([lost, respond(409, { message: "taken" })], [there]);
    expect(await rejection(addAfterRead(fetch))).toMatchObject({ status: 409, outcomeUnknown: false });
    expect(counts.writes).toBe(2);
  });

  test("cannot tell whose a mount is when it does not know what was there before, and does not retry", async () => {
    const events: Leap0Event[] = [];
    const { fetch, counts } = script([lost], [sandboxWith({ mounts: [mount()] })]);
    useFakeTime();
    const client = clientWith({ fetch, onEvent: (event) => events.push(event) });
    const adding = rejectionOf(client.mounts.add("a", mountRequest()), ConnectionError);
    expect(await untilSettled(adding)).toMatchObject({ operation: "addSandboxMount", outcomeUnknown: true });
    expect(counts).toEqual({ writes: 1, reads: 1 });
    expect(events).toContainEqual(expect.objectContaining({ type: "reconcile", result: "cannot tell" }));
  });

  test("knows the mounts that it created the sandbox with, and those that it added itself", async () => {
    const first = mount({ id: "mnt-1" });
    const created = respond(201, { ...sandboxStatus({ mounts: [] }), id: "a" });
    const reads = [sandboxWith({ mounts: [first] })];
    const { fetch, counts } = script([created, lost, lost, respond(409, { message: "taken" })], reads);
    useFakeTime();
    const client = clientWith({ fetch });
    await client.sandboxes.create({ template_name: "t" });
    expect(await untilSettled(client.mounts.add("a", mountRequest()))).toEqual(first);
    // The same once more: the mount that is there is the first one's.
    const again = rejection(client.mounts.add("a", mountRequest()));
    expect(await untilSettled(again)).toMatchObject({ status: 409 });
    expect(counts.writes).toBe(4);
  });

  test("applied late, so that the retry is rejected: the mount is the response", async () => {
    for (const rejected of [respond(409), respond(400, { message: "taken", errors: [] })]) {
      const { fetch, counts } = script([lost, rejected], [empty, sandboxWith({ mounts: [mount()] })]);
      expect(await add(fetch)).toEqual(mount());
      expect(counts).toEqual({ writes: 2, reads: 2 });
    }
  });

  test("rejected after a lost response: the rejection is the error", async () => {
    const errors = [{ field: "bucket", error: "no such bucket" }];
    const { fetch } = script([lost, respond(400, { message: "no", errors })], [empty]);
    expect(await rejectionOf(add(fetch), BadRequestError)).toMatchObject({ outcomeUnknown: false, errors });
  });

  test("to a sandbox that is gone ends in the rejection of the retry", async () => {
    const { fetch, counts } = script([lost, gone], [gone]);
    await expect(add(fetch)).rejects.toMatchObject({ status: 404, operation: "addSandboxMount" });
    expect(counts.writes).toBe(2);
  });

  test.each([[{}], [[null]], ["none"]])("is retried where mounts are %j", async (mounts) => {
    const reads = [respond(200, { ...sandboxStatus(), mounts })];
    const { fetch, counts } = script([lost, respond(201, mount())], reads);
    expect(await add(fetch)).toEqual(mount());
    expect(counts.writes).toBe(2);
  });
});

const update = (fetch: ReturnType<typeof script>["fetch"], body: MountUpdate) => {
  useFakeTime();
  return clientWith({ fetch, timeoutMs: 5000 }).mounts.update("a", mount().id, body);
};

describe("updating a mount", () => {
  const changed = mount({ bucket: "other-assets", read_only: false });
  const wanted = { bucket: "other-assets", read_only: false };

  test.each(Object.entries(lostResponses))(
    "after %s: a mount that is as wanted is the response",
    async (_, lost) => {
      const mounts = [mount({ id: "mnt-other" }), changed];
      const { fetch, counts } = script([lost], [sandboxWith({ mounts })]);
      expect(await untilSettled(update(fetch, wanted))).toEqual(changed);
      expect(counts).toEqual({ writes: 1, reads: 1 });
    },
  );

  test.each(Object.entries(lostResponses))("after %s: one that is not is updated again", async (_, lost) => {
    const { fetch, counts } = script([lost, respond(200, changed)], [sandboxWith({ mounts: [mount()] })]);
    expect(await untilSettled(update(fetch, wanted))).toEqual(changed);
    expect(counts).toEqual({ writes: 2, reads: 1 });
  });

  test("a prefix that was cleared is seen, whether it is empty or missing", async () => {
    for (const there of [mount({ prefix: "" }), (({ prefix, ...rest }) => rest)(mount())]) {
      const { fetch, counts } = script([lost], [sandboxWith({ mounts: [there] })]);
      expect(await untilSettled(update(fetch, { prefix: "" }))).toEqual(there);
      expect(counts.writes).toBe(1);
    }
  });

  test("what no response shows is sent again, which does no harm", async () => {
    for (const body of [{ secret_access_key: "s3cr3t-pa55word" }, { endpoint: "https://s3.example.com" }]) {
      const { fetch, counts } = script([lost, respond(200, mount())], [sandboxWith({ mounts: [mount()] })]);
      expect(await untilSettled(update(fetch, body))).toEqual(mount());
      expect(counts.writes).toBe(2);
    }
  });

  test("what no response shows, and is lost each time, has an unknown outcome", async () => {
    const { fetch } = script([lost], [sandboxWith({ mounts: [mount()] })]);
    const updating = update(fetch, { secret_access_key: "s3cr3t-pa55word" });
    const error = await untilSettled(rejectionOf(updating, ConnectionError));
    expect(error.outcomeUnknown).toBe(true);
  });

  test("a mount that is gone is updated again, and ends in 404", async () => {
    const { fetch, counts } = script([lost, respond(404)], [empty]);
    await expect(untilSettled(update(fetch, wanted))).rejects.toMatchObject({ status: 404 });
    expect(counts.writes).toBe(2);
  });

  test("rejected after a lost response: the rejection is the error", async () => {
    const { fetch } = script([lost, respond(409)], [sandboxWith({ mounts: [mount()] })]);
    const error = await untilSettled(rejectionOf(update(fetch, wanted), ConflictError));
    expect(error).toMatchObject({ outcomeUnknown: false });
  });
});
