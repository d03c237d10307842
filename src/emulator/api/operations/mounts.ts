import type { components } from "../../../generated/schema.ts";
import { successOf } from "../../description.ts";
import { unlessAborted } from "../../model/lifetime.ts";
import {
  mountView,
  newMount,
  type StoredMount,
  samePlace,
  unusableFields,
  updatedMount,
} from "../../model/mount.ts";
import type { StoredSandbox } from "../../model/sandbox.ts";
import type { World } from "../../model/world.ts";
import { type Checked, changed, failed, type Handler, invalid, type Result } from "../result.ts";
import { noSuchSandbox } from "./sandboxes.ts";

type MountRequest = components["schemas"]["MountRequest"];
type MountUpdate = components["schemas"]["MountUpdate"];

export const addSandboxMount: Handler = (world, request) => {
  const wanted = request.body as MountRequest;
  const errors = unusableFields(wanted);
  if (errors.length > 0) return invalid(errors);
  const mount = newMount(world.createId("mnt"), wanted);

  return changeMounts(world, request, (sandbox) => {
    if (sandbox.mounts.length >= world.limits.mountsPerSandbox)
      return failed(409, `The sandbox has ${world.limits.mountsPerSandbox} mounts, which is the limit.`);
    if (isTaken(sandbox, mount)) return taken;
    return { mount, mounts: [...sandbox.mounts, mount], status: successOf("addSandboxMount") };
  });
};

export const updateSandboxMount: Handler = (world, request) => {
  const update = request.body as MountUpdate;
  const errors = unusableFields(update);
  if (errors.length > 0) return invalid(errors);

  return changeMounts(world, request, (sandbox) => {
    const present = sandbox.mounts.find((candidate) => candidate.id === request.mountID);
    if (!present) return noSuchMount;
    const mount = updatedMount(present, update);
    if (isTaken(sandbox, mount)) return taken;
    const mounts = sandbox.mounts.map((candidate) => (candidate.id === request.mountID ? mount : candidate));
    return { mount, mounts, status: successOf("updateSandboxMount") };
  });
};

export const deleteSandboxMount: Handler = (world, { sandboxID, mountID }) => {
  const sandbox = world.get(sandboxID);
  if (!sandbox) return noSuchSandbox;
  const mounts = sandbox.mounts.filter((mount) => mount.id !== mountID);
  if (mounts.length === sandbox.mounts.length) return noSuchMount;
  sandbox.mounts = mounts;
  return changed(successOf("deleteSandboxMount"));
};

/** The mount as it would be, and all the sandbox's mounts with it. */
interface Change {
  readonly mount: StoredMount;
  readonly mounts: readonly StoredMount[];
  readonly status: number;
}

/**
 * Works a change out and makes it. Asking the storage takes time in which others may change the same sandbox, so
 * afterwards the change is worked out again from the sandbox as it is then, and the storage is asked again when the mount
 * differs.
 */
async function changeMounts(
  world: World,
  { sandboxID, wire }: Checked,
  workOut: (sandbox: StoredSandbox) => Change | Result,
): Promise<Result> {
  let verified: string | undefined;
  for (;;) {
    const sandbox = world.get(sandboxID);
    if (!sandbox) return noSuchSandbox;
    if (sandbox.state !== "running")
      return failed(409, `The sandbox is ${sandbox.state}. Its mounts can be changed while it is running.`);
    const change = workOut(sandbox);
    if ("applied" in change) return change;

    const asked = JSON.stringify(change.mount);
    if (world.verify === undefined || verified === asked) {
      sandbox.mounts = change.mounts;
      return changed(change.status, mountView(change.mount));
    }
    const errors = await unlessAborted(world.verify(change.mount), wire.signal);
    if (errors.length > 0) return invalid(errors);
    verified = asked;
  }
}

function isTaken(sandbox: StoredSandbox, mount: StoredMount): boolean {
  return sandbox.mounts.some(
    (other) => other.id !== mount.id && samePlace(other.mount_path, mount.mount_path),
  );
}

const noSuchMount = failed(404, "The sandbox has no mount with this id.");
const taken = failed(409, "Another mount of the sandbox has this mount_path.");
