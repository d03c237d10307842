import {
  lifecycle,
  mountDefaults,
  responseCheck,
  sandboxDefaults,
  states,
  successOf,
  wake,
} from "../description.ts";
import type { Clock } from "./clock.ts";
import { fieldErrors } from "./field-errors.ts";
import { isLabel, randomId, templateId } from "./ids.ts";
import { type StoredMount, unusableFields } from "./mount.ts";
import { isRecord } from "./names.ts";
import { DISK_MIB, type StoredSandbox, sandboxView, timestamp } from "./sandbox.ts";
import type { EmulatorState, SavedMount, SavedSandbox } from "./saved-state.ts";

/**
 * The sandboxes of a saved state.
 *
 * @throws TypeError naming the place, when the state is not one that can be restored
 */
export function restore(state: EmulatorState, clock: Clock): StoredSandbox[] {
  demand(Boolean(isRecord(state)) && state.version === 1, "version must be 1");
  demand(Array.isArray(state.sandboxes), "sandboxes must be a list");
  const ids = new Set<string>();
  // A copy: the emulator does not change the caller's fixture.
  return structuredClone(state.sandboxes).map((saved, at) => {
    const where = `sandboxes[${at}]`;
    demand(Boolean(isRecord(saved)), `${where} must be an object`);
    demand(isLabel(saved.id), `${where}.id must be lower-case letters, digits and hyphens`);
    demand(!ids.has(saved.id), `${where}.id is there twice`);
    demand(
      states.includes(saved.state) && saved.state !== "deleted",
      `${where}.state must be a state of a sandbox`,
    );
    ids.add(saved.id);
    const sandbox = restored(saved, clock.now(), where);
    demandDescribed(sandbox, where);
    return sandbox;
  });
}

function restored(saved: SavedSandbox, now: number, where: string): StoredSandbox {
  const { vcpu, memory, timeout, auto_pause } = { ...sandboxDefaults, ...saved };
  const createdAt = moment(saved.created_at, `${where}.created_at`) ?? now;
  const launchedAt = moment(saved.launch_time, `${where}.launch_time`);
  const transition = saved.transition ?? onItsWay(saved);
  demand(
    !transition || states.includes(transition.to),
    `${where}.transition.to must be a state of a sandbox`,
  );
  demand(Array.isArray(saved.mounts ?? []), `${where}.mounts must be a list`);
  return {
    id: saved.id,
    state: saved.state,
    template_id: saved.template_id ?? templateId("system/debian:bookworm"),
    pod_id: saved.pod_id ?? randomId("pod"),
    vcpu,
    memory,
    disk: saved.disk ?? DISK_MIB,
    timeout,
    auto_pause,
    env_vars: saved.env_vars ?? {},
    network_policy: saved.network_policy ?? undefined,
    created_at: timestamp(createdAt),
    changedAt: moment(saved.state_change_time, `${where}.state_change_time`) ?? createdAt,
    launchedAt,
    mounts: (saved.mounts ?? []).map((mount, at) => restoredMount(mount, `${where}.mounts[${at}]`)),
    timeoutAt: saved.state === wake.to ? now + (saved.timeout_in_ms ?? timeout * 1000) : undefined,
    transition: transition && { to: transition.to, endsAt: now + transition.ends_in_ms },
  };
}

/** Whatever can be shown of a sandbox has to be as the description says: its responses will be. */
function demandDescribed(sandbox: StoredSandbox, where: string): void {
  const check = responseCheck("createSandbox", successOf("createSandbox"));
  if (!check || check(sandboxView(sandbox))) return;
  const [fault] = fieldErrors(check.errors ?? [], "the sandbox");
  demand(false, `${where}: ${fault?.field} ${fault?.error}`);
}

/** A fixture may say `snapshotting` and nothing more: the description says where that leads. */
function onItsWay({ state }: SavedSandbox): SavedSandbox["transition"] {
  const move = Object.values(lifecycle).find(({ through }) => through === state);
  if (move) return { to: move.to, ends_in_ms: 0 };
  return state === wake.through ? { to: wake.to, ends_in_ms: 0 } : undefined;
}

const TEXTS = [
  "id",
  "bucket",
  "mount_path",
  "endpoint",
  "prefix",
  "access_key_id",
  "secret_access_key",
] as const;

/** Only the fields that a mount has: whatever else a fixture holds must not come out of an export. */
function restoredMount(saved: SavedMount, where: string): StoredMount {
  demand(Boolean(isRecord(saved)), `${where} must be an object`);
  for (const field of TEXTS)
    demand(saved[field] === undefined || typeof saved[field] === "string", `${where}.${field} must be text`);
  const { id, bucket, mount_path, prefix, endpoint = "", access_key_id, secret_access_key } = saved;
  const { read_only = mountDefaults.read_only } = saved;
  for (const [field, value] of Object.entries({ id, bucket, mount_path }))
    demand(value !== undefined && value !== "", `${where}.${field} must be text`);
  const [fault] = unusableFields({ mount_path });
  demand(!fault, `${where}.${fault?.field} ${fault?.error}`);
  return {
    id,
    type: "object-storage",
    bucket,
    mount_path,
    read_only,
    endpoint,
    ...(prefix && { prefix }),
    ...(access_key_id && { access_key_id }),
    ...(secret_access_key && { secret_access_key }),
  };
}

function moment(value: string | undefined, where: string): number | undefined {
  if (value === undefined) return undefined;
  const ms = Date.parse(value);
  demand(!Number.isNaN(ms), `${where} must be a date and time`);
  return ms;
}

function demand(holds: boolean, problem: string): asserts holds {
  if (!holds) throw new TypeError(`state: ${problem}`);
}
