import assert from "node:assert/strict";
import { BadRequestError, NotFoundError, type Sandbox, type SandboxStatus } from "leap0-fetch";
import type { Narrator } from "./narrator.ts";
import { STORAGE_VARIABLES, type Stage } from "./stage.ts";

/** The story. `keep` is handed the sandbox while it is being made, so that it is deleted whatever happens. */
export async function play(
  { client, storage, read }: Stage,
  narrator: Narrator,
  keep: (making: Promise<Sandbox>) => void,
): Promise<void> {
  const sandboxes = narrator.told("client.sandboxes", client.sandboxes);
  const mounts = narrator.told("client.mounts", client.mounts);
  // The real API does not document which fields it rejects.
  const named = (...fields: string[]) => (read ? fields : []);

  narrator.step("Create a sandbox, for ten minutes at most.");
  const making = sandboxes.create({ template_name: "system/debian:bookworm", timeout: 600 });
  keep(making);
  const { id, state } = await making;
  if (state !== "running") await sandboxes.waitFor(id, "running");

  /** A step that reads a path of the sandbox, where that can be done. */
  const find = async (title: string, path: string, text: string, expected = 200) => {
    if (!read) return;
    narrator.step(title);
    const found = await read(id, path);
    assert(found.status === expected, `${path} responds with ${found.status}`);
    assert(found.text.includes(text), `${path} does not have "${text}"`);
  };

  if (storage) {
    const type = "object-storage";

    narrator.step("Mount a folder of a bucket.");
    const mount = await mounts.add(id, { type, mount_path: "/data", prefix: "drafts/", ...storage });
    await find("Read a file of it in the sandbox.", "/data/plan.md", "# Plan");

    narrator.step("Show another folder at the same place.");
    const moved = await mounts.update(id, mount.id, { prefix: "final/" });
    assert(moved.prefix === "final/", `the prefix is "${moved.prefix}"`);
    await find("The file is gone …", "/data/plan.md", "", 404);
    await find("… and another one is in its place.", "/data/report.md", "# Report");

    narrator.step("Clear the prefix.");
    const cleared = await mounts.update(id, mount.id, { prefix: "" });
    assert(!cleared.prefix, `the prefix is "${cleared.prefix}"`);
    await find("The whole bucket is there.", "/data/", '"final"');

    narrator.step("A wrong storage secret is rejected.");
    const wrong = { ...storage, secret_access_key: "not-the-secret" };
    const adding = mounts.add(id, { type, mount_path: "/other", ...wrong });
    const accepted = await rejected(adding, named("secret_access_key"));
    assert(!(accepted && read), "the wrong secret was accepted");
    if (accepted)
      narrator.note("Accepted: it seems that this API does not try the keys when it is given them.");
  } else narrator.skip("Mount a bucket, read from it, change it.", `needs ${STORAGE_VARIABLES.join(", ")}.`);

  narrator.step("A request with mistakes is rejected, field by field.");
  const mistaken = { bucket: "project-assets", mount_path: "data", endpoint: "s3.example.com", prefix: "a" };
  const adding = mounts.add(id, { type: "object-storage", ...mistaken });
  const accepted = await rejected(adding, named("mount_path", "endpoint", "prefix"));
  assert(!accepted, "the mistakes were accepted");

  narrator.step("Pause: memory and disk are kept, the machine is released.");
  await sandboxes.pause(id);

  narrator.step("Wake: a request to the sandbox's own host, then wait until it runs.");
  await sandboxes.resume(id);
  if (storage) await find("The mount is there again.", "/data/drafts/plan.md", "# Plan");

  narrator.step("Delete the sandbox. What is in the bucket stays there.");
  await sandboxes.delete(id);
  await gone(sandboxes.get(id));
}

/** Resolves when the call is rejected for these fields, or with its result when it is not. */
async function rejected<Result>(
  call: Promise<Result>,
  named: readonly string[],
): Promise<Result | undefined> {
  try {
    return await call;
  } catch (error) {
    if (!(error instanceof BadRequestError)) throw error;
    const fields = error.errors.map(({ field }) => field);
    for (const field of named) assert(fields.includes(field), `${field} is not named as rejected`);
    return undefined;
  }
}

/** Resolves when reading the sandbox shows that it is deleted, or about to be. */
async function gone(call: Promise<SandboxStatus>): Promise<void> {
  try {
    const { state } = await call;
    assert(state === "deleting" || state === "deleted", `the sandbox is ${state} after it was deleted`);
  } catch (error) {
    if (!(error instanceof NotFoundError)) throw error;
  }
}
