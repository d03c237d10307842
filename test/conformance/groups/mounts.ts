import { ConflictError } from "leap0-fetch";
import { equal, rejectionOf } from "../assert.ts";
import type { Group } from "../case.ts";
import { createOne, mountRequest } from "../things.ts";

export const mounts: Group = {
  name: "mounts",
  cases: [
    {
      name: "adds, lists, updates and deletes",
      async run(stage) {
        const client = stage.client();
        const sandbox = await createOne(client);
        equal(await client.mounts.list(sandbox.id), []);
        const mount = await client.mounts.add(sandbox.id, mountRequest());
        equal([mount.bucket, mount.prefix, mount.read_only], ["project-assets", "reports/", true]);
        equal(await client.mounts.list(sandbox.id), [mount]);
        const updated = await client.mounts.update(sandbox.id, mount.id, { read_only: false });
        equal(updated, { ...mount, read_only: false });
        await client.mounts.delete(sandbox.id, mount.id);
        equal(await client.mounts.list(sandbox.id), []);
      },
    },
    {
      name: "clears a prefix with an empty one",
      async run(stage) {
        const client = stage.client();
        const sandbox = await createOne(client);
        const mount = await client.mounts.add(sandbox.id, mountRequest());
        const { prefix } = await client.mounts.update(sandbox.id, mount.id, { prefix: "" });
        equal(prefix ?? "", "");
      },
    },
    {
      name: "ensures a mount once, however often and at once it is asked",
      async run(stage) {
        const client = stage.client();
        const sandbox = await createOne(client);
        const wanted = mountRequest();
        const made = await Promise.all([1, 2, 3].map(() => client.mounts.ensure(sandbox.id, wanted)));
        equal(new Set(made.map(({ id }) => id)).size, 1, "mounts");
        const moved = await client.mounts.ensure(sandbox.id, mountRequest({ bucket: "other" }));
        equal(await client.mounts.list(sandbox.id), [moved]);
      },
    },
    {
      name: "is refused the ninth",
      async run(stage) {
        const client = stage.client();
        const sandbox = await createOne(client);
        for (let at = 0; at < 8; at++)
          await client.mounts.add(sandbox.id, mountRequest({ mount_path: `/data/${at}` }));
        const ninth = client.mounts.add(sandbox.id, mountRequest({ mount_path: "/data/8" }));
        equal((await rejectionOf(ninth, ConflictError)).attempts, 1);
      },
    },
  ],
};
