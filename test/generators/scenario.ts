import assert from "node:assert/strict";
import type { Calls } from "./tool.ts";

/** The state that the server shows for a paused sandbox: one that the description does not list. */
export const UNKNOWN_STATE = "hibernating";

export const mount = {
  type: "object-storage",
  bucket: "project-assets",
  mount_path: "/data/assets",
  endpoint: "https://s3.example.com",
  prefix: "images/",
  access_key_id: "placeholder-access-key-id",
  secret_access_key: "placeholder-secret-access-key",
} as const;

/** One sandbox through its life, by a client that a tool generated. */
export async function scenario(calls: Calls): Promise<void> {
  const { id, state } = await calls.create({ template_name: "system/debian:bookworm", auto_pause: true });
  assert.equal(state, "running");

  const added = await calls.addMount(id, mount);
  assert.equal(added.prefix, mount.prefix);
  const updated = await calls.updateMount(id, added.id, { prefix: "" });
  assert.equal(updated.prefix ?? "", "");

  await calls.create({ template_name: "system/debian:bookworm" });
  const page = await calls.list({ "page-size": 1, state: "running" });
  assert.deepEqual([page.items.length, page.total_items], [1, 2]);

  assert.equal((await calls.pause(id)).id, id);
  assert.equal((await calls.get(id)).state, UNKNOWN_STATE);
  await calls.deleteMount(id, added.id);
  await calls.delete(id);
  await assert.rejects(async () => calls.get(id), "reading a deleted sandbox has to fail");
}
