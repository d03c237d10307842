import type { components } from "../../generated/schema.ts";
import type { NetworkPolicyRequest, State } from "../description.ts";
import { mountView, pick, type StoredMount } from "./mount.ts";

type Schemas = components["schemas"];

/** Makes the id of a new thing: `sbx` for a sandbox, `mnt` for a mount, `pod` for the place where it runs. */
export type CreateId = (kind: "sbx" | "mnt" | "pod") => string;

const LETTERS = "abcdefghijklmnopqrstuvwxyz";

/**
 * Letters only: an id becomes a label of the sandbox host, where digits behind a hyphen would read as a port, and where
 * upper and lower case are the same.
 */
export const randomId: CreateId = (kind) => {
  const bytes = crypto.getRandomValues(new Uint8Array(12));
  return `${kind}-${Array.from(bytes, (byte) => LETTERS[byte % LETTERS.length]).join("")}`;
};

/** The same template always has the same id. It says nothing that the caller did not. */
export function templateId(name: string): string {
  let hash = 0x811c9dc5;
  for (let at = 0; at < name.length; at++) hash = Math.imul(hash ^ name.charCodeAt(at), 0x01000193);
  return `tpl-${(hash >>> 0).toString(16).padStart(8, "0")}`;
}

/** A state on its way to another. */
export interface Transition {
  readonly to: State;
  /** When it is over, in milliseconds since 1970. */
  readonly endsAt: number;
}

/** The size in MiB of the disk that every sandbox gets. A request cannot choose it. */
export const DISK_MIB = 10_240;

/** A sandbox as the emulator keeps it. Times are milliseconds since 1970, `timeout` is seconds as in the API. */
export interface StoredSandbox {
  readonly id: string;
  readonly template_id: string;
  readonly pod_id: string;
  readonly vcpu: number;
  readonly memory: number;
  readonly disk: number;
  readonly timeout: number;
  readonly auto_pause: boolean;
  readonly env_vars: Readonly<Record<string, string>>;
  readonly network_policy: NetworkPolicyRequest | undefined;
  readonly created_at: string;
  mounts: readonly StoredMount[];
  state: State;
  changedAt: number;
  transition?: Transition | undefined;
  /** When a virtual machine last booted for it. */
  launchedAt?: number | undefined;
  /** When the time limit is reached. Only a running sandbox has one. */
  timeoutAt?: number | undefined;
}

/** What reading a sandbox returns. */
export function statusView(sandbox: StoredSandbox): Schemas["SandboxStatus"] {
  return {
    ...pick(sandbox, ["id", "template_id", "vcpu", "memory", "disk", "timeout"]),
    ...pick(sandbox, ["state", "auto_pause", "created_at"]),
    mounts: sandbox.mounts.map(mountView),
  };
}

/**
 * What creating a sandbox or changing its state returns. Without a policy the field is left out: the vendor's clients
 * take no `null`.
 */
export function sandboxView(sandbox: StoredSandbox): Schemas["Sandbox"] {
  const network_policy = policyWithoutSecrets(sandbox.network_policy);
  return { ...statusView(sandbox), ...(network_policy && { network_policy }) };
}

/** The short form in a list. */
export function listItemView(sandbox: StoredSandbox): Schemas["SandboxListItem"] {
  const { launchedAt, changedAt, timeoutAt } = sandbox;
  return {
    ...pick(sandbox, ["id", "template_id", "state", "created_at", "pod_id"]),
    ...(launchedAt !== undefined && { launch_time: timestamp(launchedAt) }),
    state_change_time: timestamp(changedAt),
    ...(timeoutAt !== undefined && { timeout_at: Math.floor(timeoutAt / 1000) }),
  };
}

/** Injected headers usually carry a token, and the API does not promise to return them: they stay here. */
export function policyWithoutSecrets(
  policy: NetworkPolicyRequest | undefined,
): NetworkPolicyRequest | undefined {
  if (!policy) return undefined;
  const transforms = policy.transforms?.map((transform) => pick(transform, ["domain", "strip_headers"]));
  return { ...pick(policy, ["mode", "allow_domains", "allow_cidrs"]), ...(transforms && { transforms }) };
}

/** As the API writes times. */
export function timestamp(ms: number): string {
  return new Date(ms).toISOString();
}
