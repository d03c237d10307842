import {
  BadRequestError,
  type Leap0Client,
  NotFoundError,
  type Sandbox,
  type SandboxStatus,
} from "leap0-fetch";
import type { Narrator } from "./narrator.ts";
import { STORAGE_VARIABLES, type Stage, type Storage } from "./stage.ts";

const PLACE = "/data";

/** The story. `keep` is handed the sandbox while it is being made, so that it is deleted whatever happens. */
export async function play(
  stage: Stage,
  narrator: Narrator,
  keep: (making: Promise<Sandbox>) => void,
): Promise<void> {
  const sandboxes = narrator.told("client.sandboxes", stage.client.sandboxes);
  const mounts = narrator.told("client.mounts", stage.client.mounts);
  const { storage } = stage;

  narrator.step("Create a sandbox, for ten minutes at most.");
  const making = sandboxes.create({ template_name: "system/debian:bookworm", timeout: 600 });
  keep(making);
  const { id, state } = await making;
  if (state !== "running") await sandboxes.waitFor(id, "running");

  const read = readSteps(stage, narrator, id);
  if (storage) await mountSteps({ stage, narrator, mounts, id, read }, storage);
  else narrator.skip("Mount a bucket, read from it, change it.", `needs ${STORAGE_VARIABLES.join(", ")}.`);

  narrator.step("A request with mistakes is rejected, field by field.");
  const mistaken = { bucket: "project-assets", mount_path: "data", endpoint: "s3.example.com", prefix: "a" };
  const named = stage.predictable ? ["mount_path", "endpoint", "prefix"] : [];
  const accepted = await rejected(mounts.add(id, { type: "object-storage", ...mistaken }), named);
  demand(!accepted, "the mistakes were accepted");

  narrator.step("Pause: memory and disk are kept, the machine is released.");
  await sandboxes.pause(id);

  narrator.step("Wake: a request to the sandbox's own host, then wait until it runs.");
  await sandboxes.resume(id);
  if (storage) await read("The mount is there again.", `${PLACE}/drafts/plan.md`, "# Plan");

  narrator.step("Delete the sandbox. What is in the bucket stays there.");
  await sandboxes.delete(id);
  await gone(sandboxes.get(id));
}

type Read = ReturnType<typeof readSteps>;

/** Steps that read a path of the sandbox; `text` is what is found there, nothing where nothing must be. */
function readSteps({ read }: Stage, narrator: Narrator, id: string) {
  return async (title: string, path: string, text: string | undefined): Promise<void> => {
    if (!read) return;
    narrator.step(title);
    const found = await read(id, path);
    demand(found.status === (text === undefined ? 404 : 200), `${path} responds with ${found.status}`);
    demand(found.text.includes(text ?? ""), `${path} does not have "${text}"`);
  };
}

interface Scene {
  readonly stage: Stage;
  readonly narrator: Narrator;
  readonly mounts: Leap0Client["mounts"];
  readonly id: string;
  readonly read: Read;
}

async function mountSteps({ stage, narrator, mounts, id, read }: Scene, storage: Storage): Promise<void> {
  const type = "object-storage";

  narrator.step("Mount a folder of a bucket.");
  const mount = await mounts.add(id, { type, mount_path: PLACE, prefix: "drafts/", ...storage });
  await read("Read a file of it in the sandbox.", `${PLACE}/plan.md`, "# Plan");

  narrator.step("Show another folder at the same place.");
  const moved = await mounts.update(id, mount.id, { prefix: "final/" });
  demand(moved.prefix === "final/", `the prefix is "${moved.prefix}"`);
  await read("The file is gone …", `${PLACE}/plan.md`, undefined);
  await read("… and another one is in its place.", `${PLACE}/report.md`, "# Report");

  narrator.step("Clear the prefix.");
  const cleared = await mounts.update(id, mount.id, { prefix: "" });
  demand(!cleared.prefix, `the prefix is "${cleared.prefix}"`);
  await read("The whole bucket is there.", `${PLACE}/`, '"final"');

  narrator.step("A wrong storage secret is rejected.");
  const wrong = { ...storage, secret_access_key: "not-the-secret" };
  const named = stage.predictable ? ["secret_access_key"] : [];
  const accepted = await rejected(mounts.add(id, { type, mount_path: "/other", ...wrong }), named);
  demand(!(accepted && stage.predictable), "the wrong secret was accepted");
  if (accepted)
    narrator.note("Accepted: it seems that this API does not try the keys when it is given them.");
}

/** Something did not go as the story tells it. */
export class StoryError extends Error {
  override name = "StoryError";
}

function demand(holds: boolean, what: string): void {
  if (!holds) throw new StoryError(what);
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
    const fields = error.errors.map((each) => each.field);
    for (const field of named) demand(fields.includes(field), `${field} is not named as rejected`);
    return undefined;
  }
}

/** Resolves when reading the sandbox shows that it is deleted, or about to be. */
async function gone(call: Promise<SandboxStatus>): Promise<void> {
  try {
    const { state } = await call;
    demand(state === "deleting" || state === "deleted", `the sandbox is ${state} after it was deleted`);
  } catch (error) {
    if (!(error instanceof NotFoundError)) throw error;
  }
}
