import { BadRequestError, ConflictError, type Mount, type MountRequest, TimeoutError } from "leap0-fetch";
import { describe, expect, test } from "vitest";
import { clientOf, hanging, json, type Respond, reset, type Sent } from "../../support/client.ts";
import { emulated, type Way, ways } from "../../support/emulated.ts";
import { elapse, settle, untilSettled, useFakeTime } from "../../support/fake-time.ts";
import { mount, mountRequest, SANDBOX_ID, sandboxStatus } from "../../support/fixtures.ts";
import { rejection, rejectionOf } from "../../support/rejection.ts";

const holding = (...mounts: object[]) => ({
  state: { version: 1 as const, sandboxes: [{ id: SANDBOX_ID, state: "running" as const, mounts }] as never },
});

async function withEmulator(way: Way, ...mounts: object[]) {
  const { emulator, client: connect } = await emulated(way, holding(...mounts));
  const requests = () => emulator.requests().filter(({ method }) => method !== "GET");
  const writes = () => requests().map(({ operation, status }) => `${operation} ${status}`);
  return { connect, client: connect(), writes };
}

describe.each(ways)("mounts.ensure against the emulator, %s", (way) => {
  test("adds the mount where there is none, and leaves it alone however often it is called", async () => {
    const { client, writes } = await withEmulator(way);
    const added = await client.mounts.ensure(SANDBOX_ID, mountRequest());
    expect(added).toMatchObject({ bucket: "project-assets", mount_path: "/data/assets", prefix: "reports/" });
    for (let count = 0; count < 3; count++)
      expect(await client.mounts.ensure(SANDBOX_ID, mountRequest())).toEqual(added);
    expect(await client.mounts.list(SANDBOX_ID)).toEqual([added]);
    expect(writes()).toEqual(["addSandboxMount 201"]);
  });

  test.each<Partial<MountRequest>>([{ bucket: "other-assets" }, { prefix: "other/" }, { read_only: false }])(
    "updates it, and keeps its id, where it is to have %j",
    async (more) => {
      const { client, writes } = await withEmulator(way);
      const { id } = await client.mounts.ensure(SANDBOX_ID, mountRequest());
      const changed = await client.mounts.ensure(SANDBOX_ID, mountRequest(more));
      expect(changed).toMatchObject({ id, ...more });
      expect(await client.mounts.ensure(SANDBOX_ID, mountRequest(more))).toEqual(changed);
      expect(await client.mounts.list(SANDBOX_ID)).toEqual([changed]);
      expect(writes()).toEqual(["addSandboxMount 201", "updateSandboxMount 200"]);
    },
  );

  test("adds one mount a path when it is called many times at once, by one client or by several", async () => {
    const { connect, client, writes } = await withEmulator(way);
    const other = connect();
    const paths = ["/a", "/b", "/c"];
    const all = await Promise.all(
      Array.from({ length: 12 }, (_, index) => {
        const mount_path = paths[index % 3] as string;
        return (index % 2 ? other : client).mounts.ensure(SANDBOX_ID, mountRequest({ mount_path }));
      }),
    );
    const listed = await client.mounts.list(SANDBOX_ID);
    expect(new Set(all.map(({ id }) => id))).toEqual(new Set(listed.map(({ id }) => id)));
    expect(listed.map(({ mount_path }) => mount_path).sort()).toEqual(paths);
    expect(writes().filter((write) => write.endsWith("201"))).toHaveLength(3);
  });

  test("passes on what the API rejects", async () => {
    const { client } = await withEmulator(way);
    const at = (mount_path: string) => client.mounts.ensure(SANDBOX_ID, mountRequest({ mount_path }));
    const error = await rejectionOf(at("not/absolute"), BadRequestError);
    expect(error).toMatchObject({ operation: "addSandboxMount", errors: [{ field: "mount_path" }] });
    for (let count = 0; count < 8; count++) await at(`/m${count}`);
    expect((await rejectionOf(at("/one/more"), ConflictError)).operation).toBe("addSandboxMount");
    await at("/m3");
  });
});

/** A client of an API with these mounts, whose writes return what they are told. */
function world(mounts: () => readonly Mount[] | null, write: Respond) {
  const { sent, ...rest } = clientOf((request, index) =>
    request.method === "GET"
      ? json(200, sandboxStatus({ mounts: mounts() as Mount[] | null }))
      : write(request, index),
  );
  return { ...rest, writes: () => sent.filter(({ method }) => method !== "GET") };
}

test("an add carries all that was given, credentials too", async () => {
  const { mounts, writes } = world(
    () => null,
    () => json(201, mount()),
  );
  await mounts.ensure("a", mountRequest());
  expect(writes().map(({ body }) => JSON.parse(body ?? ""))).toEqual([mountRequest()]);
});

test("an update carries what is wanted, and clears the rest, credentials too", async () => {
  const { mounts, writes } = world(
    () => [mount({ bucket: "old-assets" })],
    () => json(200, mount()),
  );
  const { prefix, access_key_id, secret_access_key, ...wanted } = mountRequest();
  await mounts.ensure("a", wanted);
  const [{ method, url, body } = {} as Sent] = writes();
  expect([method, url]).toEqual(["PATCH", "https://api.leap0.dev/v1/sandbox/a/mounts/mnt-abc123"]);
  expect(JSON.parse(body ?? "")).toEqual({
    bucket: "project-assets",
    endpoint: "https://s3.example.com",
    prefix: "",
    access_key_id: "",
    secret_access_key: "",
  });
});

describe("a mount is as wanted where", () => {
  const { prefix: _, ...noPrefix } = mount();
  const { read_only: __, ...noReadOnly } = mount();
  test.each<[string, Mount, Partial<MountRequest>]>([
    ["its path has a slash at its end", mount({ mount_path: "/data/assets/" }), {}],
    ["the wanted path has slashes in other places", mount(), { mount_path: "//data//assets/" }],
    ["it has no prefix and an empty one is wanted", noPrefix as Mount, { prefix: "" }],
    ["it has no prefix and undefined is wanted", noPrefix as Mount, { prefix: undefined }],
    ["nothing is said about read_only", mount({ read_only: false }), {}],
    ["its read_only is not returned and the default is wanted", noReadOnly as Mount, { read_only: true }],
  ])("%s", async (_, there, more) => {
    const { mounts, writes } = world(
      () => [mount({ id: "mnt-other", mount_path: "/data" }), there],
      () => json(500),
    );
    expect(await mounts.ensure("a", mountRequest(more))).toEqual(there);
    expect(writes()).toEqual([]);
  });
});

const there = { id: "mnt-1", bucket: "project-assets", mount_path: "/data/assets", prefix: "reports/" };

describe.each<[string, (typeof there)[]]>([
  ["nothing is mounted", []],
  ["the same is mounted", [there]],
  ["another bucket is mounted", [{ ...there, bucket: "other" }]],
])("where %s", (_, mounts) => {
  test("a prefix without a slash is rejected by the API", async () => {
    const { client } = await withEmulator("in process", ...mounts);
    const ensured = client.mounts.ensure(SANDBOX_ID, mountRequest({ prefix: "reports" }));
    expect(await rejectionOf(ensured, BadRequestError)).toMatchObject({ errors: [{ field: "prefix" }] });
  });

  test.each(["", undefined])("a prefix and credentials that are %j end up as none", async (none) => {
    const { client } = await withEmulator("in process", ...mounts);
    const wanted = mountRequest({ prefix: none, access_key_id: none, secret_access_key: none });
    const ensured = await client.mounts.ensure(SANDBOX_ID, wanted);
    expect(ensured).toMatchObject({ bucket: "project-assets", mount_path: "/data/assets" });
    expect(ensured.prefix ?? "").toBe("");
  });
});

describe("another program that is faster", () => {
  const racing = (theirs: Mount, taken: Response) => {
    let added = false;
    return world(
      () => (added ? [theirs] : []),
      ({ method }) => {
        added = true;
        return method === "PATCH" ? json(200, mount({ id: theirs.id })) : taken;
      },
    );
  };

  test.each([409, 400])("and has added the same is fine, the rejection being %i", async (status) => {
    const taken = json(status, { message: "taken", errors: [] });
    const { mounts, writes } = racing(mount({ id: "mnt-theirs" }), taken);
    expect(await mounts.ensure("a", mountRequest())).toMatchObject({ id: "mnt-theirs" });
    expect(writes()).toHaveLength(1);
  });

  test("and has added another bucket is overwritten", async () => {
    const { mounts, writes } = racing(mount({ id: "mnt-theirs", bucket: "theirs" }), json(409));
    const ensured = await mounts.ensure("a", mountRequest());
    expect(ensured).toMatchObject({ id: "mnt-theirs", bucket: "project-assets" });
    expect(writes().map(({ method }) => method)).toEqual(["POST", "PATCH"]);
  });
});

test("an add whose response is lost is not sent twice", async () => {
  useFakeTime();
  let added = false;
  const { mounts, writes } = world(
    () => (added ? [mount()] : []),
    (...given) => {
      added = true;
      return reset(...given);
    },
  );
  expect(await untilSettled(mounts.ensure("a", mountRequest()))).toEqual(mount());
  expect(writes()).toHaveLength(1);
});

test("one that fails does not hold up the next, nor one of another sandbox", async () => {
  useFakeTime();
  const { mounts } = clientOf((request, index) => {
    if (request.url.includes("/slow/")) return hanging(request);
    return index ? json(200, sandboxStatus({ mounts: [mount()] })) : json(401);
  });
  const both = [mounts.ensure("a", mountRequest()), mounts.ensure("a", mountRequest())];
  const settled = await Promise.allSettled(both);
  expect(settled.map(({ status }) => status)).toEqual(["rejected", "fulfilled"]);
  mounts.ensure("slow", mountRequest()).catch(() => {});
  expect(await mounts.ensure("fast", mountRequest())).toEqual(mount());
});

test("totalTimeoutMs holds for all requests together", async () => {
  useFakeTime();
  const { mounts } = clientOf(
    ({ method }) =>
      new Promise((resolve) =>
        setTimeout(() => resolve(method === "GET" ? json(200, sandboxStatus()) : json(201, mount())), 700),
      ),
  );
  const ensured = mounts.ensure("a", mountRequest(), { totalTimeoutMs: 1000 });
  const error = await untilSettled(rejectionOf(ensured, TimeoutError));
  expect(error).toMatchObject({ limit: "total", operation: "addSandboxMount", outcomeUnknown: true });
  expect(performance.now()).toBeLessThanOrEqual(1001);
});

test.each([
  ["totalTimeoutMs", () => ({ totalTimeoutMs: 1000 }), { limit: "total", outcomeUnknown: false }],
  ["an abort", (signal: AbortSignal) => ({ signal }), null],
])("%s ends the wait behind another ensure, and leaves that one alone", async (_, options, expected) => {
  useFakeTime();
  const responses: ((response: Response) => void)[] = [];
  const { mounts, sent } = clientOf(() => new Promise((resolve) => responses.push(resolve)));
  const controller = new AbortController();
  const first = mounts.ensure("a", mountRequest());
  await settle();
  const second = rejection(mounts.ensure("a", mountRequest(), options(controller.signal)));
  setTimeout(() => controller.abort(null), 1000);
  await elapse(1000);
  const ended = await second;
  if (expected) expect(ended).toMatchObject(expected);
  else expect(ended).toBeNull();
  expect(performance.now()).toBe(1000);
  responses[0]?.(json(200, sandboxStatus({ mounts: [mount({ id: "m" })] })));
  expect(await first).toMatchObject({ id: "m" });
  await elapse(600_000);
  expect(sent).toHaveLength(1);
});
