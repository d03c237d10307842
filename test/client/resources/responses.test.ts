import { UnexpectedResponseError } from "leap0-fetch";
import { expect, test } from "vitest";
import { clientOf, json } from "../../support/client.ts";
import { mount, mountRequest, SANDBOX_ID, sandbox, sandboxStatus } from "../../support/fixtures.ts";
import { call, operationIds } from "../../support/operations.ts";
import { rejectionOf } from "../../support/rejection.ts";

const responding = (body: unknown, status = 200) => clientOf(() => json(status, body));

/** Responses of older, newer and unusual deployments. */
test.each<[string, object]>([
  [
    "unknown states and fields, nulls and keys of any case",
    {
      ...sandbox({ state: "hibernating", network_policy: null }),
      mounts: null,
      region: "eu-central-1",
      gpu: { kind: "some", cards: [1, 2] },
      env_vars: { my_var: "1", MyVar: "2", "my-var": "3", __proto__x: "4" },
      items: [{ id: "sbx-1", state: "hibernating" }, { more: true }],
      vcpu: null,
      big: "12345678901234567890",
    },
  ],
  ["an id alone", { id: SANDBOX_ID }],
  ["id and state", { id: SANDBOX_ID, state: "running" }],
  ["a state that is a number", { id: SANDBOX_ID, state: 5 }],
  ["a date that is empty", { ...sandbox(), created_at: "" }],
  ["a date without a time", { ...sandbox(), created_at: "2026-01-01" }],
  ["names of old model code", { id: SANDBOX_ID, memory_mib: 1024, timeout_min: 5, updated_at: null }],
])("a response with %s passes untouched", async (_, body) => {
  for (const id of operationIds.filter((each) => !each.startsWith("delete"))) {
    // A missing list reads as an empty one.
    const read = id === "listSandboxes" ? { items: [], ...body } : body;
    expect(await call(responding(body).client, id)).toEqual(read);
  }
  expect((await responding(body).api.GET("/v1/sandboxes")).data).toEqual(body);
});

test("a success of another status than the described one is a success", async () => {
  expect(await responding(sandbox(), 202).sandboxes.pause("a")).toEqual(sandbox());
});

test.each([
  ["missing", { id: "a", state: "running" }, []],
  ["null", sandboxStatus({ mounts: null }), []],
  ["empty", sandboxStatus({ mounts: [] }), []],
  ["there", sandboxStatus({ mounts: [mount()] }), [mount()]],
  ["there, one of them null", { mounts: [null, mount()] }, [mount()]],
])("mounts.list gives a list where mounts are %s", async (_, body, mounts) => {
  expect(await responding(body).mounts.list("a")).toEqual(mounts);
});

test("items that are null, or lack an id, do not break an iteration", async () => {
  const items = [{ id: "sbx-1", state: 5 }, null, { state: "running" }, { state: "running" }, "sbx-2"];
  const seen: unknown[] = [];
  for await (const item of responding({ items, total_items: 4 }).sandboxes.list()) seen.push(item);
  expect(seen).toEqual(items.filter((item) => item !== null));
});

test.each([[{}], ["none"], [5], [true]])("%j for a list is UnexpectedResponseError", async (value) => {
  const { sandboxes, mounts } = responding({ id: "a", items: value, mounts: value });
  const iterate = async () => {
    for await (const _ of sandboxes.list());
  };
  const lists = [
    [iterate(), "listSandboxes", "items"],
    [mounts.list("a"), "getSandbox", "mounts"],
    [mounts.ensure("a", mountRequest()), "getSandbox", "mounts"],
  ] as const;
  for (const [failing, operation, name] of lists) {
    const error = await rejectionOf(failing, UnexpectedResponseError);
    expect(error).toMatchObject({ operation, status: 200, message: expect.stringContaining(name) });
  }
});

test("a mount whose path is not a text is not the one that ensure looks for", async () => {
  const odd = { mounts: [{ mount_path: 5 }, { mount_path: { toString: 0 } }, {}] };
  const { mounts } = clientOf(({ method }) => (method === "GET" ? json(200, odd) : json(201, mount())));
  expect(await mounts.ensure("a", mountRequest())).toEqual(mount());
});

test.each([
  [{ prefix: "", access_key_id: "" }, '{"prefix":"","access_key_id":""}'],
  [{ bucket: undefined }, "{}"],
  [{}, "{}"],
])("an update with %j sends that and nothing else", async (body, sent) => {
  const client = clientOf(() => json(200, mount()));
  await client.mounts.update("a", "b", body);
  expect(client.sent.at(-1)?.body).toBe(sent);
});
