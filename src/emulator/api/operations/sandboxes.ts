import type { components } from "../../../generated/schema.ts";
import { type LifecycleOperation, lifecycle, sandboxDefaults, successOf } from "../../description.ts";
import type { FieldError } from "../../model/field-errors.ts";
import { unlessAborted } from "../../model/lifetime.ts";
import { newMount, type StoredMount, samePlace, unusableFields } from "../../model/mount.ts";
import {
  DISK_MIB,
  listItemView,
  type StoredSandbox,
  sandboxView,
  statusView,
  templateId,
  timestamp,
} from "../../model/sandbox.ts";
import type { World } from "../../model/world.ts";
import { failed, found, type Handler, invalid, type Result } from "../result.ts";

type SandboxCreate = components["schemas"]["SandboxCreate"];

export const createSandbox: Handler = async (world, { body, wire }) => {
  const wanted = body as SandboxCreate;
  const mounts = (wanted.mounts ?? []).map((mount) => newMount(world.createId("mnt"), mount));
  const errors = unusable(wanted, mounts, world.limits.mountsPerSandbox);
  if (errors.length > 0) return invalid(errors);
  if (world.isFull()) return full(world);

  if (world.verify) {
    const faults = await unlessAborted(verifyAll(world, mounts), wire.signal);
    if (faults.length > 0) return invalid(faults);
    // Others may have created sandboxes while the storage was asked.
    if (world.isFull()) return full(world);
  }

  const sandbox = newSandbox(world, wanted, mounts);
  world.add(sandbox);
  world.begin(sandbox, lifecycle.createSandbox);
  return { status: successOf("createSandbox"), applied: true, moving: sandbox, body: sandboxView(sandbox) };
};

function newSandbox(world: World, wanted: SandboxCreate, mounts: readonly StoredMount[]): StoredSandbox {
  const now = world.clock.now();
  return {
    id: world.createId("sbx"),
    template_id: templateId(wanted.template_name),
    pod_id: world.createId("pod"),
    vcpu: wanted.vcpu ?? sandboxDefaults.vcpu,
    memory: wanted.memory ?? sandboxDefaults.memory,
    disk: DISK_MIB,
    timeout: wanted.timeout ?? sandboxDefaults.timeout,
    auto_pause: wanted.auto_pause ?? sandboxDefaults.auto_pause,
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

/** What the description allows and no sandbox could be made of. */
function unusable(wanted: SandboxCreate, mounts: readonly StoredMount[], most: number): FieldError[] {
  const errors: FieldError[] = [];
  if (wanted.template_name === "") errors.push({ field: "template_name", error: "must not be empty" });
  if (mounts.length > most) errors.push({ field: "mounts", error: `must not be longer than ${most}` });
  for (const [at, mount] of mounts.entries()) {
    errors.push(...inMount(at, unusableFields(mount)));
    if (mounts.slice(0, at).some((earlier) => samePlace(earlier.mount_path, mount.mount_path)))
      errors.push(...inMount(at, [{ field: "mount_path", error: "is the place of another mount" }]));
  }
  return errors;
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

export const noSuchSandbox = failed(404, "There is no sandbox with this id.");

/** Pause, stop, start and delete: from a state that the description allows, through one, to another. */
export function move(operation: Exclude<LifecycleOperation, "createSandbox">): Handler {
  const { from, through, to } = lifecycle[operation];

  return (world, { sandboxID }) => {
    const sandbox = world.get(sandboxID);
    if (!sandbox) return noSuchSandbox;
    if (!from.includes(sandbox.state))
      return failed(409, `The sandbox is ${sandbox.state}. This needs one that is ${from.join(" or ")}.`);
    if (sandbox.state === "stopped" && to === "running" && world.isFull())
      return failed(
        429,
        `The organization has ${world.limits.sandboxes} running sandboxes, which is its limit.`,
      );
    world.begin(sandbox, { through, to });
    const result = { status: successOf(operation), applied: true, moving: sandbox };
    return to === "deleted" ? result : { ...result, body: sandboxView(sandbox) };
  };
}

export const getSandbox: Handler = (world, { sandboxID }) => {
  const sandbox = world.get(sandboxID);
  return sandbox ? found(statusView(sandbox)) : noSuchSandbox;
};

export const listSandboxes: Handler = (world, { query }) => {
  const { state, sort, "order-by": order, page, "page-size": size } = query as ListQuery;
  const matching = world.all().filter((sandbox) => state === undefined || sandbox.state === state);
  matching.sort(byAge);
  if (sort === "state") matching.sort((a, b) => compare(a.state, b.state));
  if (order === "desc") matching.reverse();
  const items = matching.slice((page - 1) * size, page * size).map(listItemView);
  return found({ items, total_items: matching.length });
};

/** The query with its defaults filled in. */
interface ListQuery {
  readonly state?: string;
  readonly sort: "created_at" | "state";
  readonly "order-by": "asc" | "desc";
  readonly page: number;
  readonly "page-size": number;
}

/** Sandboxes of the same millisecond are told apart by id, so that no page shows one twice. */
function byAge(a: StoredSandbox, b: StoredSandbox): number {
  return compare(a.created_at, b.created_at) || compare(a.id, b.id);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
