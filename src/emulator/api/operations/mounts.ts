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

  return putMount("addSandboxMount", world, request, (sandbox) => {
    if (sandbox.mounts.length < world.limits.mountsPerSandbox) return mount;
    return failed(409, `The sandbox has ${world.limits.mountsPerSandbox} mounts, which is the limit.`);
  });
};

export const updateSandboxMount: Handler = (world, request) => {
  const update = request.body as MountUpdate;
  const errors = unusableFields(update);
  if (errors.length > 0) return invalid(errors);

  return putMount("updateSandboxMount", world, request, (sandbox) => {
    const present = sandbox.mounts.find((candidate) => candidate.id === request.mountID);
    return present ? updatedMount(present, update) : noSuchMount;
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

/**
 * Works a mount out and puts it into the sandbox. Asking the storage takes time in which others may change the same
 * sandbox, so afterwards the mount is worked out again from the sandbox as it is then, and the storage is asked again when
 * the mount differs.
 */
async function putMount(
  operation: "addSandboxMount" | "updateSandboxMount",
  world: World,
  { sandboxID, wire }: Checked,
  workOut: (sandbox: StoredSandbox) => StoredMount | Result,
): Promise<Result> {
  let verified: string | undefined;
  for (;;) {
    const sandbox = world.get(sandboxID);
    if (!sandbox) return noSuchSandbox;
    if (sandbox.state !== "running")
      return failed(409, `The sandbox is ${sandbox.state}. Its mounts can be changed while it is running.`);
    const mount = workOut(sandbox);
    if ("applied" in mount) return mount;
    const { mounts } = sandbox;
    if (mounts.some(({ id, mount_path }) => id !== mount.id && samePlace(mount_path, mount.mount_path)))
      return failed(409, "Another mount of the sandbox has this mount_path.");

    const asked = JSON.stringify(mount);
    if (world.verify === undefined || verified === asked) {
      const at = mounts.findIndex(({ id }) => id === mount.id);
      sandbox.mounts = at === -1 ? [...mounts, mount] : mounts.with(at, mount);
      return changed(successOf(operation), mountView(mount));
    }
    const errors = await unlessAborted(world.verify(mount), wire.signal);
    if (errors.length > 0) return invalid(errors);
    verified = asked;
  }
}

const noSuchMount = failed(404, "The sandbox has no mount with this id.");
