import { AuthenticationError, ConflictError, NotFoundError } from "leap0-fetch";
import { mountRequest } from "../../support/fixtures.ts";
import { equal, ok, rejectionOf } from "../assert.ts";
import { createOne, type Group } from "../stage.ts";

/** Every operation once, as this platform's `fetch` sends it. A referee stands in between: test/referees/prism.check.ts. */
export const operations: Group = {
  name: "operations",
  cases: [
    {
      name: "succeed, all ten and the wake",
      async run(stage) {
        const { sandboxes, mounts, api } = stage.client();
        const { id } = await sandboxes.create({
          template_name: "system/debian:bookworm",
          env_vars: { NODE_ENV: "production" },
          mounts: [mountRequest({ read_only: true })],
          vcpu: 2,
          memory: 2048,
          timeout: 600,
          auto_pause: true,
          network_policy: { mode: "custom", allow_domains: ["example.com"], allow_cidrs: ["192.0.2.0/24"] },
        });
        const mount = await mounts.add(id, mountRequest({ mount_path: "/data/more" }));
        equal(await mounts.update(id, mount.id, { read_only: false }), { ...mount, read_only: false });
        equal((await mounts.list(id)).length, 2);
        equal(await mounts.delete(id, mount.id), undefined, "what deleting a mount resolves with");
        equal((await sandboxes.pause(id)).state, "paused");
        equal((await sandboxes.resume(id)).state, "running");
        ok(
          (await stage.requests()).some(({ operation }) => operation === "invoke"),
          "no wake",
        );
        equal((await sandboxes.stop(id)).state, "stopped");
        const stopped = await sandboxes.list({ state: "stopped", "order-by": "asc", "page-size": 1 });
        equal(
          stopped.items.map((item) => item.id),
          [id],
        );
        equal((await sandboxes.start(id)).state, "running");
        const params = { path: { sandboxID: id } };
        const { data, response } = await api.GET("/v1/sandbox/{sandboxID}/", { params });
        equal([data?.state, response.status], ["running", 200]);
        equal(await sandboxes.delete(id), undefined, "what deleting a sandbox resolves with");
        equal((await sandboxes.list()).total_items, 0);
      },
    },
    {
      name: "fail with the class of their status",
      async run(stage) {
        const client = stage.client();
        const { id } = await createOne(client);
        await rejectionOf(client.sandboxes.start(id), ConflictError);
        await rejectionOf(client.mounts.delete(id, "mnt-none"), NotFoundError);
        const list = stage.client({ apiKey: "lk-of-somebody-else-00" }).sandboxes.list();
        // A bundler shortens the names of classes, and `error.name` has to be the same all the same.
        const error = await rejectionOf(Promise.resolve(list), AuthenticationError);
        equal([error.status, error.name], [401, "AuthenticationError"]);
      },
    },
  ],
};
