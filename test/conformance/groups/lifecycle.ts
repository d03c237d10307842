import { NotFoundError } from "leap0-fetch";
import { equal, ok, rejectionOf } from "../assert.ts";
import type { Group } from "../case.ts";
import { createOne, TEMPLATE } from "../things.ts";

export const lifecycle: Group = {
  name: "lifecycle",
  cases: [
    {
      name: "creates, reads and deletes a sandbox",
      async run(stage) {
        const client = stage.client();
        const { id } = await client.sandboxes.create({ template_name: TEMPLATE, timeout: 600 });
        const { state, timeout } = await client.sandboxes.get(id);
        equal({ state, timeout }, { state: "running", timeout: 600 });
        equal(await client.sandboxes.delete(id), undefined, "the answer of delete");
        const { status } = await rejectionOf(client.sandboxes.get(id), NotFoundError);
        equal(status, 404);
      },
    },
    {
      name: "pauses, and wakes through the sandbox's own host",
      async run(stage) {
        const client = stage.client();
        const { id } = await createOne(client);
        equal((await client.sandboxes.pause(id)).state, "paused");
        equal((await client.sandboxes.resume(id)).state, "running");
        const asked = (await stage.requests()).map(({ operation }) => operation);
        ok(asked.includes("invoke"), `the sandbox's host was not asked, only ${asked}`);
      },
    },
    {
      name: "stops and starts",
      async run(stage) {
        const client = stage.client();
        const { id } = await createOne(client);
        equal((await client.sandboxes.stop(id)).state, "stopped");
        equal((await client.sandboxes.start(id)).state, "running");
      },
    },
    {
      name: "waits for a state",
      async run(stage) {
        const client = stage.client();
        const { id } = await createOne(client);
        equal((await client.sandboxes.waitFor(id, ["running", "paused"])).state, "running");
      },
    },
    {
      name: "lists a page, and iterates over all pages",
      async run(stage) {
        const client = stage.client();
        const made = [await createOne(client), await createOne(client), await createOne(client)];
        const page = await client.sandboxes.list({ "page-size": 2 });
        equal([page.items.length, page.total_items], [2, 3]);
        const seen: string[] = [];
        for await (const { id } of client.sandboxes.list({ "page-size": 1 })) seen.push(id);
        equal(seen.sort(), made.map(({ id }) => id).sort());
      },
    },
    {
      name: "sends query names as the API spells them",
      async run(stage) {
        const client = stage.client();
        const { id } = await createOne(client);
        await client.sandboxes.pause(id);
        await createOne(client);
        const paused = await client.sandboxes.list({ state: "paused", "order-by": "asc", sort: "state" });
        equal(
          paused.items.map((item) => item.id),
          [id],
        );
      },
    },
    {
      name: "does the same through client.api",
      async run(stage) {
        const client = stage.client();
        const { id } = await createOne(client);
        const { data, error, response } = await client.api.POST("/v1/sandbox/{sandboxID}/pause", {
          params: { path: { sandboxID: id } },
        });
        equal([data?.state, error, response.status], ["paused", undefined, 201]);
      },
    },
  ],
};
