import { BadRequestError, ConflictError, ConnectionError, type MountUpdate } from "leap0-fetch";
import { describe, expect, test } from "vitest";
import { clientWith } from "../../support/client.ts";
import { untilSettled, useFakeTime } from "../../support/fake-time.ts";
import { mount, mountRequest } from "../../support/fixtures.ts";
import { rejectionOf } from "../../support/rejection.ts";
import { answer, doubts, gone, lost, reads, script } from "./script.ts";

const add = (fetch: ReturnType<typeof script>["fetch"], body = mountRequest()) => {
  useFakeTime();
  return clientWith({ fetch, timeoutMs: 5000 }).mounts.add("a", body);
};

describe("adding a mount", () => {
  test.each(Object.entries(doubts))("after %s: the mount that is there is the answer", async (_, doubt) => {
    const other = mount({ id: "mnt-other", mount_path: "/data/other" });
    const { fetch, counts } = script([doubt], [reads({ mounts: [other, mount()] })]);
    expect(await untilSettled(add(fetch))).toEqual(mount());
    expect(counts).toEqual({ writes: 1, looks: 1 });
  });

  test.each(Object.entries(doubts))("after %s: it is repeated where it is not there", async (_, doubt) => {
    for (const mounts of [[], null, [mount({ mount_path: "/data/other" })]]) {
      const { fetch, counts } = script([doubt, answer(201, mount())], [reads({ mounts })]);
      expect(await untilSettled(add(fetch))).toEqual(mount());
      expect(counts).toEqual({ writes: 2, looks: 1 });
    }
  });

  test.each([
    ["no prefix for an empty one", { prefix: "" }, (({ prefix, ...rest }) => rest)(mount())],
    ["an empty prefix for none", { prefix: undefined }, mount({ prefix: "" })],
    ["a path with a slash at its end", { mount_path: "/data/assets/" }, mount()],
  ])("takes %s for the same", async (_, more, there) => {
    const { prefix, ...rest } = { ...mountRequest(), ...more };
    const body = prefix === undefined ? rest : { ...rest, prefix };
    const { fetch, counts } = script([lost], [reads({ mounts: [there] })]);
    expect(await untilSettled(add(fetch, body))).toEqual(there);
    expect(counts.writes).toBe(1);
  });

  test.each([
    ["bucket", { bucket: "other-assets" }],
    ["prefix", { prefix: "other/" }],
    ["prefix, where the mount has none", { prefix: undefined }],
    ["path", { mount_path: "/data" }],
  ])("does not take a mount with another %s for its own", async (_, more) => {
    const { prefix, ...rest } = { ...mount(), ...more };
    const there = prefix === undefined ? rest : { ...rest, prefix };
    const { fetch, counts } = script([lost, answer(201, mount())], [reads({ mounts: [there] })]);
    await untilSettled(add(fetch));
    expect(counts.writes).toBe(2);
  });

  test("applied late, so that the repeat is refused: the mount is the answer", async () => {
    for (const refusal of [
      answer(409, { message: "taken" }),
      answer(400, { message: "taken", errors: [] }),
    ]) {
      const { fetch, counts } = script(
        [lost, refusal],
        [reads({ mounts: [] }), reads({ mounts: [mount()] })],
      );
      expect(await untilSettled(add(fetch))).toEqual(mount());
      expect(counts).toEqual({ writes: 2, looks: 2 });
    }
  });

  test("refused for good reasons after a doubt: the refusal is the answer", async () => {
    const refusal = answer(400, { message: "no", errors: [{ field: "bucket", error: "no such bucket" }] });
    const { fetch } = script([lost, refusal], [reads({ mounts: [] })]);
    const error = await untilSettled(rejectionOf(add(fetch), BadRequestError));
    expect(error).toMatchObject({ outcomeUnknown: false, errors: [{ field: "bucket" }] });
  });

  test("to a sandbox that is gone ends in the refusal of the repeat", async () => {
    const { fetch, counts } = script([lost, gone], [gone]);
    await expect(untilSettled(add(fetch))).rejects.toMatchObject({
      status: 404,
      operation: "addSandboxMount",
    });
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

  test.each(Object.entries(doubts))("after %s: a mount that is as wanted is the answer", async (_, doubt) => {
    const { fetch, counts } = script([doubt], [reads({ mounts: [mount({ id: "mnt-other" }), changed] })]);
    expect(await untilSettled(update(fetch, wanted))).toEqual(changed);
    expect(counts).toEqual({ writes: 1, looks: 1 });
  });

  test.each(Object.entries(doubts))("after %s: one that is not is updated again", async (_, doubt) => {
    const { fetch, counts } = script([doubt, answer(200, changed)], [reads({ mounts: [mount()] })]);
    expect(await untilSettled(update(fetch, wanted))).toEqual(changed);
    expect(counts).toEqual({ writes: 2, looks: 1 });
  });

  test("a prefix that was cleared is seen, whether it is empty or missing", async () => {
    for (const there of [mount({ prefix: "" }), (({ prefix, ...rest }) => rest)(mount())]) {
      const { fetch, counts } = script([lost], [reads({ mounts: [there] })]);
      expect(await untilSettled(update(fetch, { prefix: "" }))).toEqual(there);
      expect(counts.writes).toBe(1);
    }
  });

  test("what no answer shows is sent again, which does no harm", async () => {
    for (const body of [{ secret_access_key: "s3cr3t-pa55word" }, { endpoint: "https://s3.example.com" }]) {
      const { fetch, counts } = script([lost, answer(200, mount())], [reads({ mounts: [mount()] })]);
      expect(await untilSettled(update(fetch, body))).toEqual(mount());
      expect(counts.writes).toBe(2);
    }
  });

  test("what no answer shows, and is lost each time, has an unknown outcome", async () => {
    const { fetch } = script([lost], [reads({ mounts: [mount()] })]);
    const error = await untilSettled(
      rejectionOf(update(fetch, { secret_access_key: "s3cr3t-pa55word" }), ConnectionError),
    );
    expect(error.outcomeUnknown).toBe(true);
  });

  test("a mount that is gone is updated again, and ends in 404", async () => {
    const { fetch, counts } = script(
      [lost, answer(404, { message: "no such mount" })],
      [reads({ mounts: [] })],
    );
    await expect(untilSettled(update(fetch, wanted))).rejects.toMatchObject({ status: 404 });
    expect(counts.writes).toBe(2);
  });

  test("refused after a doubt, as it is: the refusal is the answer", async () => {
    const { fetch } = script([lost, answer(409, { message: "not allowed" })], [reads({ mounts: [mount()] })]);
    const error = await untilSettled(rejectionOf(update(fetch, wanted), ConflictError));
    expect(error).toMatchObject({ outcomeUnknown: false });
  });
});
