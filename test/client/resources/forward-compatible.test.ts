import { expect, test } from "vitest";
import { clientWith } from "../../support/client.ts";
import { sandbox } from "../../support/fixtures.ts";
import { call, type Fetched, operationIds, surfaces } from "../../support/operations.ts";
import { reply, startServer } from "../../support/server.ts";

/** An answer of a later version of the API. */
const later = {
  ...sandbox({ state: "hibernating", network_policy: null }),
  mounts: null,
  region: "eu-central-1",
  gpu: { kind: "some", cards: [1, 2] },
  env_vars: { my_var: "1", MyVar: "2", "my-var": "3", __proto__x: "4" },
  items: [
    { id: "sbx-1", template_id: "t", state: "hibernating", created_at: "soon" },
    { id: "sbx-2", more: true },
  ],
  vcpu: null,
  big: "12345678901234567890",
};

test.each(surfaces)(
  "unknown states and fields, nulls and keys of any case pass through %s untouched",
  async (surface) => {
    const server = await startServer((_, response) => reply(response, 200, later));
    const client = clientWith({ baseUrl: server.url });
    for (const id of operationIds.filter((each) => !each.startsWith("delete"))) {
      const answer = await call(surface, client, id);
      expect(surface === "client.api" ? (answer as Fetched).data : answer).toEqual(later);
    }
  },
);

test("one odd item does not break a page", async () => {
  const server = await startServer((_, response) => reply(response, 200, later));
  const seen: string[] = [];
  for await (const { id, state } of clientWith({ baseUrl: server.url }).sandboxes.list())
    seen.push(`${id} ${state}`);
  expect(seen).toEqual(["sbx-1 hibernating", "sbx-2 undefined"]);
});

test("a success of another status is a success", async () => {
  const server = await startServer((_, response) => reply(response, 202, later));
  expect(await clientWith({ baseUrl: server.url }).sandboxes.pause("a")).toEqual(later);
});
