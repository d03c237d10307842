// Generated from spec/ by `npm run generate`. Edit the description, not this file.

import type { operations } from "../schema.ts";

export interface Transition {
  readonly from: readonly string[];
  readonly through: string;
  readonly to: string;
}

/** What an organization, a sandbox and a request may have at most. */
export const limits = {
  sandboxes: 3,
  mountsPerSandbox: 8,
  bodyBytes: 10485760,
  requests: 1000,
  perMs: 60000,
} as const;

/** Every state that a sandbox can be in. */
export const states = [
  "starting",
  "running",
  "snapshotting",
  "paused",
  "unpausing",
  "stopping",
  "stopped",
  "deleting",
  "deleted",
] as const;

/** What a request to the sandbox host does to a sandbox in the state `from`. */
export const wake = { from: "paused", through: "unpausing", to: "running" } as const;

/** From which states an operation leads where. An empty `from`: there is no sandbox yet. */
export const lifecycle = {
  createSandbox: { from: [], through: "starting", to: "running" },
  deleteSandbox: { from: ["running", "paused", "stopped"], through: "deleting", to: "deleted" },
  pauseSandbox: { from: ["running"], through: "snapshotting", to: "paused" },
  startSandbox: { from: ["stopped"], through: "starting", to: "running" },
  stopSandbox: { from: ["running"], through: "stopping", to: "stopped" },
} as const satisfies Partial<Record<keyof operations, Transition>>;

/** The statuses that each operation documents; anything else falls under its `default`. */
export const statuses = {
  addSandboxMount: [201, 400, 401, 404, 409, 429],
  createSandbox: [201, 400, 401, 409, 429],
  deleteSandbox: [204, 401, 404, 409, 429],
  deleteSandboxMount: [204, 401, 404, 429],
  getSandbox: [200, 401, 404, 429],
  listSandboxes: [200, 400, 401, 429],
  pauseSandbox: [201, 401, 404, 409, 429],
  startSandbox: [200, 401, 404, 409, 429, 503],
  stopSandbox: [200, 401, 404, 409, 429],
  updateSandboxMount: [200, 400, 401, 404, 409, 429],
} as const satisfies Record<keyof operations, readonly number[]>;

/** What a field or query parameter that is left out counts as. */
export const defaults = {
  addSandboxMount: { read_only: true },
  createSandbox: { vcpu: 1, memory: 1024, timeout: 300, auto_pause: false },
  listSandboxes: { sort: "created_at", "order-by": "desc", page: 1, "page-size": 20 },
} as const satisfies Partial<Record<keyof operations, Readonly<Record<string, unknown>>>>;

/** The names that a rejection may repeat: every field and query parameter that a request can have, at any depth. */
export const requestFields = [
  "access_key_id",
  "allow_cidrs",
  "allow_domains",
  "auto_pause",
  "bucket",
  "domain",
  "endpoint",
  "env_vars",
  "inject_headers",
  "memory",
  "mode",
  "mount_path",
  "mounts",
  "network_policy",
  "order-by",
  "page",
  "page-size",
  "prefix",
  "read_only",
  "secret_access_key",
  "sort",
  "state",
  "strip_headers",
  "template_name",
  "timeout",
  "transforms",
  "type",
  "vcpu",
] as const satisfies readonly string[];
