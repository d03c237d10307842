import {
  lifecycle,
  type NetworkPolicyRequest,
  responseCheck,
  type State,
  sandboxDefaults,
  states,
  successOf,
  wake,
} from "../description.ts";
import type { Clock } from "./clock.ts";
import { fieldErrors } from "./field-errors.ts";
import { demand, isRecord, type Kind, numberFrom, oneOf, required } from "./kinds.ts";
import { newMount, type StoredMount, unusableFields } from "./mount.ts";
import {
  DISK_MIB,
  policyWithoutSecrets,
  randomId,
  type StoredSandbox,
  sandboxView,
  templateId,
  timestamp,
} from "./sandbox.ts";
import type { World } from "./world.ts";

/** The emulator's sandboxes as plain JSON: a scenario that can be kept as a fixture. */
export interface EmulatorState {
  readonly version: 1;
  readonly sandboxes: readonly SavedSandbox[];
}

/**
 * A sandbox in a fixture. A fixture written by hand needs `id` and `state`; the rest has the defaults of a new sandbox.
 * What is still to come is counted from the moment of the export, so an old fixture does not start with its time over.
 */
export interface SavedSandbox {
  /** Lower-case letters, digits and hyphens: it becomes a part of a host name. */
  readonly id: string;
  readonly state: State;
  readonly template_id?: string;
  readonly pod_id?: string;
  readonly vcpu?: number;
  /** MiB. */
  readonly memory?: number;
  /** MiB. */
  readonly disk?: number;
  /** Seconds. */
  readonly timeout?: number;
  readonly auto_pause?: boolean;
  readonly created_at?: string;
  readonly launch_time?: string;
  readonly state_change_time?: string;
  readonly mounts?: readonly SavedMount[];
  readonly network_policy?: NetworkPolicyRequest | null;
  /** Saved only with `includeSecrets`: the values are often tokens. */
  readonly env_vars?: Readonly<Record<string, string>>;
  /** Milliseconds until the time limit of a running sandbox is reached. Default: its whole `timeout`. */
  readonly timeout_in_ms?: number;
  /** The state that a transition leads to, and how many milliseconds it still takes. */
  readonly transition?: { readonly to: State; readonly ends_in_ms: number };
}

/** A mount in a fixture. Its credentials are saved only with `includeSecrets`. */
export type SavedMount = Pick<StoredMount, "id" | "bucket" | "mount_path"> & Partial<StoredMount>;

/** What an export holds. */
export interface ExportOptions {
  /**
   * Default `false`. `true` also saves the mounts' credentials, the environment variables and the injected headers. Keep
   * such a file out of every repository.
   */
  readonly includeSecrets?: boolean;
}

/** The sandboxes as plain JSON, without secrets unless the caller asks for them. */
export function save(world: World, { includeSecrets = false }: ExportOptions = {}): EmulatorState {
  const now = world.clock.now();
  const saved = world.all().map((sandbox): SavedSandbox => {
    const { changedAt, launchedAt, timeoutAt, transition, mounts, env_vars, network_policy, ...rest } =
      sandbox;
    const policy = includeSecrets ? network_policy : policyWithoutSecrets(network_policy);
    return {
      ...rest,
      state_change_time: timestamp(changedAt),
      ...(launchedAt !== undefined && { launch_time: timestamp(launchedAt) }),
      mounts: includeSecrets ? mounts : mounts.map(withoutCredentials),
      ...(policy && { network_policy: policy }),
      ...(includeSecrets && { env_vars }),
      ...(timeoutAt !== undefined && { timeout_in_ms: timeoutAt - now }),
      ...(transition && { transition: { to: transition.to, ends_in_ms: transition.endsAt - now } }),
    };
  });
  // A copy: what is done to it later does not reach into the emulator.
  return structuredClone({ version: 1, sandboxes: saved });
}

function withoutCredentials(mount: StoredMount): SavedMount {
  const { access_key_id: _id, secret_access_key: _secret, endpoint, ...rest } = mount;
  return { ...rest, endpoint: publicPart(endpoint) };
}

/** Credentials can stand in front of the host, in the query and in the fragment. */
function publicPart(endpoint: string): string {
  if (!URL.canParse(endpoint)) return "";
  const { pathname, protocol, host, username, password } = new URL(endpoint);
  return username || password || /[?#@]/.test(endpoint) ? `${protocol}//${host}${pathname}` : endpoint;
}

const isLabel = (id: unknown) => typeof id === "string" && /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/.test(id);
const isDate = (value: unknown) => typeof value === "string" && !Number.isNaN(Date.parse(value));
const date: Kind = [isDate, "a date and time"];
const text: Kind = [(value) => typeof value === "string", "text"];
const name = required([(value) => typeof value === "string" && value !== "", "text"]);

const sandboxKinds = {
  id: required([isLabel, "lower-case letters, digits and hyphens"]),
  state: required(oneOf(...states.filter((state) => state !== "deleted"))),
  created_at: date,
  launch_time: date,
  state_change_time: date,
  mounts: [(value) => value === null || Array.isArray(value), "a list"],
} satisfies Partial<Record<keyof SavedSandbox, Kind>>;

const mountKinds = {
  id: name,
  bucket: name,
  mount_path: name,
  endpoint: text,
  prefix: text,
  access_key_id: text,
  secret_access_key: text,
} satisfies Partial<Record<keyof SavedMount, Kind>>;

const transitionKinds = { to: required(oneOf(...states)), ends_in_ms: required(numberFrom(0)) };

/**
 * The sandboxes of a saved state.
 *
 * @throws TypeError naming the place, when the state is not one that can be restored
 */
export function restore(state: EmulatorState, clock: Clock): StoredSandbox[] {
  if (!isRecord(state) || state.version !== 1) throw new TypeError("state: version must be 1");
  if (!Array.isArray(state.sandboxes)) throw new TypeError("state: sandboxes must be a list");
  const ids = new Set<string>();
  // A copy: the emulator does not change the caller's fixture.
  return structuredClone(state.sandboxes).map((saved: SavedSandbox, at) => {
    const where = `state: sandboxes[${at}]`;
    demand(where, saved, sandboxKinds, "others too");
    reject(where, ids.has(saved.id) && "id is there twice");
    ids.add(saved.id);
    const sandbox = restored(where, saved, clock.now());
    reject(where, undescribed(sandbox));
    return sandbox;
  });
}

function restored(where: string, saved: SavedSandbox, now: number): StoredSandbox {
  const { vcpu, memory, timeout, auto_pause } = { ...sandboxDefaults, ...saved };
  const createdAt = moment(saved.created_at) ?? now;
  const transition = saved.transition ?? onItsWay(saved);
  if (transition) demand(`${where}.transition`, transition, transitionKinds, "others too");
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
    changedAt: moment(saved.state_change_time) ?? createdAt,
    launchedAt: moment(saved.launch_time),
    mounts: (saved.mounts ?? []).map((mount, at) => restoredMount(`${where}.mounts[${at}]`, mount)),
    timeoutAt: saved.state === wake.to ? now + (saved.timeout_in_ms ?? timeout * 1000) : undefined,
    transition: transition && { to: transition.to, endsAt: now + transition.ends_in_ms },
  };
}

function restoredMount(where: string, saved: SavedMount): StoredMount {
  demand(where, saved, mountKinds, "others too");
  const [fault] = unusableFields({ mount_path: saved.mount_path });
  reject(where, fault && `${fault.field} ${fault.error}`);
  return newMount(saved.id, { endpoint: "", ...saved });
}

/** Whatever a response shows of a sandbox must be as the description says. */
function undescribed(sandbox: StoredSandbox): string | undefined {
  const check = responseCheck("createSandbox", successOf("createSandbox"));
  if (!check || check(sandboxView(sandbox))) return undefined;
  const [fault] = fieldErrors(check.errors ?? [], "the sandbox");
  return `${fault?.field} ${fault?.error}`;
}

/** A fixture may say `snapshotting` and nothing more: the description says where that leads. */
function onItsWay({ state }: SavedSandbox): SavedSandbox["transition"] {
  const move = [wake, ...Object.values(lifecycle)].find(({ through }) => through === state);
  return move && { to: move.to, ends_in_ms: 0 };
}

function moment(value: string | undefined): number | undefined {
  return value === undefined ? undefined : Date.parse(value);
}

function reject(where: string, problem: string | false | undefined): void {
  if (problem) throw new TypeError(`${where}: ${problem}`);
}
