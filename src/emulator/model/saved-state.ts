import type { NetworkPolicyRequest, State } from "../description.ts";
import type { StoredMount } from "./mount.ts";

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

/** What to save. */
export interface ExportOptions {
  /**
   * Default `false`. `true` also saves the mounts' credentials, the environment variables and the injected headers. Keep
   * such a file out of every repository.
   */
  readonly includeSecrets?: boolean;
}
