import type { components } from "../../../generated/schema.ts";
import { mountDefaults, successOf } from "../../description.ts";
import { applied, invalid, type Reply, refused } from "../../http/reply.ts";
import { mountFromRequest, mountView, type StoredMount, samePlace, updatedMount } from "../../model/mount.ts";
import type { StoredSandbox } from "../../model/sandbox.ts";
import type { Handler, World } from "../../model/world.ts";
import { unusableFields } from "./mount-fields.ts";
import { noSuchMount, noSuchSandbox } from "./refusals.ts";

type MountRequest = components["schemas"]["MountRequest"];
type MountUpdate = components["schemas"]["MountUpdate"];

export const addSandboxMount: Handler = (world, { sandboxID, body }) => {
  const wanted = body as MountRequest;
  const errors = unusableFields(wanted);
  if (errors.length > 0) return invalid(errors);
  const mount = mountFromRequest(world.createId("mnt"), wanted, mountDefaults.read_only);

  return changeMounts(world, sandboxID, (sandbox) => {
    if (sandbox.mounts.length >= world.limits.mountsPerSandbox)
      return refused(409, `The sandbox has ${world.limits.mountsPerSandbox} mounts, and may have no more.`);
    if (isTaken(sandbox, mount)) return taken;
    return { mount, mounts: [...sandbox.mounts, mount], status: successOf("addSandboxMount") };
  });
};

export const updateSandboxMount: Handler = (world, { sandboxID, mountID, body }) => {
  const update = body as MountUpdate;
  const errors = unusableFields(update);
  if (errors.length > 0) return invalid(errors);

  return changeMounts(world, sandboxID, (sandbox) => {
    const present = sandbox.mounts.find((candidate) => candidate.id === mountID);
    if (!present) return noSuchMount;
    const mount = updatedMount(present, update);
    if (isTaken(sandbox, mount)) return taken;
    const mounts = sandbox.mounts.map((candidate) => (candidate.id === mountID ? mount : candidate));
    return { mount, mounts, status: successOf("updateSandboxMount") };
  });
};

export const deleteSandboxMount: Handler = ({ store }, { sandboxID, mountID }) => {
  const sandbox = store.get(sandboxID);
  if (!sandbox) return noSuchSandbox;
  const mounts = sandbox.mounts.filter((mount) => mount.id !== mountID);
  if (mounts.length === sandbox.mounts.length) return noSuchMount;
  sandbox.mounts = mounts;
  return applied(successOf("deleteSandboxMount"));
};

/** The mount as it would be, and all the sandbox's mounts with it. */
interface Change {
  readonly mount: StoredMount;
  readonly mounts: readonly StoredMount[];
  readonly status: number;
}

/**
 * Works a change out and makes it. Asking the storage takes time in which others may change the same sandbox, so
 * afterwards the change is worked out again from what is there then, and asked about again when the mount differs.
 */
async function changeMounts(
  world: World,
  sandboxID: string,
  workOut: (sandbox: StoredSandbox) => Change | Reply,
): Promise<Reply> {
  let verified: string | undefined;
  for (;;) {
    const sandbox = world.store.get(sandboxID);
    if (!sandbox) return noSuchSandbox;
    if (sandbox.state !== "running")
      return refused(409, `The sandbox is ${sandbox.state}. Its mounts can be changed while it is running.`);
    const change = workOut(sandbox);
    if ("applied" in change) return change;

    const asked = JSON.stringify(change.mount);
    if (world.verify === undefined || verified === asked) {
      sandbox.mounts = change.mounts;
      return applied(change.status, mountView(change.mount));
    }
    const errors = await world.verify(change.mount);
    if (errors.length > 0) return invalid(errors);
    verified = asked;
  }
}

function isTaken(sandbox: StoredSandbox, mount: StoredMount): boolean {
  return sandbox.mounts.some(
    (other) => other.id !== mount.id && samePlace(other.mount_path, mount.mount_path),
  );
}

const taken = refused(409, "Another mount of the sandbox has this mount_path.");
