import type { components } from "../../../generated/schema.ts";
import { lifecycle, sandboxDefaults, successOf } from "../../description.ts";
import { unlessAborted } from "../../http/wire.ts";
import type { FieldError } from "../../model/field-errors.ts";
import { templateId } from "../../model/ids.ts";
import { mountFromRequest, type StoredMount, samePlace, unusableFields } from "../../model/mount.ts";
import { DISK_MIB, type StoredSandbox, sandboxView, timestamp } from "../../model/sandbox.ts";
import { isFull, type World } from "../../model/store.ts";
import { failed, type Handler, invalid, type Result } from "../result.ts";

type SandboxCreate = components["schemas"]["SandboxCreate"];

export const createSandbox: Handler = async (world, { body, wire }) => {
  const wanted = body as SandboxCreate;
  const mounts = (wanted.mounts ?? []).map((mount) => mountFromRequest(world.createId("mnt"), mount));
  const errors = [
    ...emptyTemplate(wanted),
    ...tooMany(world, mounts),
    ...mounts.flatMap((mount, at) => inMount(at, unusableFields(mount))),
    ...placesTakenTwice(mounts),
  ];
  if (errors.length > 0) return invalid(errors);
  if (isFull(world)) return full(world);

  if (world.verify) {
    const faults = await unlessAborted(verifyAll(world, mounts), wire.signal);
    if (faults.length > 0) return invalid(faults);
    // Others may have created sandboxes while the storage was asked.
    if (isFull(world)) return full(world);
  }

  const sandbox = newSandbox(world, wanted, mounts);
  world.store.add(sandbox);
  world.machine.begin(sandbox, lifecycle.createSandbox);
  return { status: successOf("createSandbox"), applied: true, moving: sandbox, body: sandboxView(sandbox) };
};

function newSandbox(world: World, wanted: SandboxCreate, mounts: readonly StoredMount[]): StoredSandbox {
  const now = world.clock.now();
  const {
    vcpu = sandboxDefaults.vcpu,
    memory = sandboxDefaults.memory,
    timeout = sandboxDefaults.timeout,
    auto_pause = sandboxDefaults.auto_pause,
  } = wanted;
  return {
    id: world.createId("sbx"),
    template_id: templateId(wanted.template_name),
    pod_id: world.createId("pod"),
    vcpu,
    memory,
    disk: DISK_MIB,
    timeout,
    auto_pause,
    env_vars: wanted.env_vars ?? {},
    network_policy: wanted.network_policy ?? undefined,
    created_at: timestamp(now),
    changedAt: now,
    mounts,
    state: lifecycle.createSandbox.through,
  };
}

function full({ limits }: World): Result {
  return failed(409, `The organization has ${limits.sandboxes} sandboxes, which is its limit.`);
}

function emptyTemplate({ template_name }: SandboxCreate): FieldError[] {
  return template_name === "" ? [{ field: "template_name", error: "must not be empty" }] : [];
}

function tooMany({ limits }: World, mounts: readonly StoredMount[]): FieldError[] {
  if (mounts.length <= limits.mountsPerSandbox) return [];
  return [{ field: "mounts", error: `must not be longer than ${limits.mountsPerSandbox}` }];
}

function placesTakenTwice(mounts: readonly StoredMount[]): FieldError[] {
  return mounts.flatMap((mount, at) =>
    mounts.slice(0, at).some((earlier) => samePlace(earlier.mount_path, mount.mount_path))
      ? inMount(at, [{ field: "mount_path", error: "is the place of another mount" }])
      : [],
  );
}

async function verifyAll({ verify }: World, mounts: readonly StoredMount[]): Promise<FieldError[]> {
  const found = await Promise.all(
    mounts.map(async (mount, at) => inMount(at, (await verify?.(mount)) ?? [])),
  );
  return found.flat();
}

function inMount(at: number, errors: readonly FieldError[]): FieldError[] {
  return errors.map(({ field, error }) => ({ field: `mounts.${at}.${field}`, error }));
}
