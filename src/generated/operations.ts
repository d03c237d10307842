// Generated from spec/ by `npm run generate`. Edit the description, not this file.
import type { operations as Bodies, components, paths } from "./schema.ts";

export type OperationId = keyof Bodies;

/** By what to tell, from the sandbox as it is now, whether a write of unknown outcome took effect. */
export type Effect =
  | { readonly effect: "state"; readonly to: string; readonly via: string }
  | { readonly effect: "sandbox-gone"; readonly states: readonly string[] }
  | { readonly effect: "mount-gone" }
  | { readonly effect: "mount-matches"; readonly fields: readonly (keyof components["schemas"]["Mount"])[] }
  | { readonly effect: "mount-updated"; readonly visible: readonly (keyof components["schemas"]["Mount"])[] };

export interface Operation {
  readonly id: OperationId;
  readonly method: "GET" | "POST" | "PATCH" | "DELETE";
  readonly path: keyof paths;
  /** The status of its one success. */
  readonly success: number;
  /** `safe`: a read. `never`: it cannot be reconciled. Otherwise: reconcile by this before a retry. */
  readonly retry: "safe" | "never" | Effect;
  /** It moves memory or disk to storage, so it takes longer than the others. */
  readonly slow?: true;
}

// A row that does not fit the types in schema.ts does not compile.
type Described = {
  readonly [Id in OperationId]: Operation & {
    readonly id: Id;
    readonly success: keyof Bodies[Id]["responses"];
  };
};

export const operations = {
  addSandboxMount: {
    id: "addSandboxMount",
    method: "POST",
    path: "/v1/sandbox/{sandboxID}/mounts",
    success: 201,
    retry: { effect: "mount-matches", fields: ["mount_path", "bucket", "prefix", "read_only"] },
  },
  createSandbox: {
    id: "createSandbox",
    method: "POST",
    path: "/v1/sandbox/",
    success: 201,
    retry: "never",
    slow: true,
  },
  deleteSandbox: {
    id: "deleteSandbox",
    method: "DELETE",
    path: "/v1/sandbox/{sandboxID}/",
    success: 204,
    retry: { effect: "sandbox-gone", states: ["deleting", "deleted"] },
  },
  deleteSandboxMount: {
    id: "deleteSandboxMount",
    method: "DELETE",
    path: "/v1/sandbox/{sandboxID}/mounts/{mountID}",
    success: 204,
    retry: { effect: "mount-gone" },
  },
  getSandbox: {
    id: "getSandbox",
    method: "GET",
    path: "/v1/sandbox/{sandboxID}/",
    success: 200,
    retry: "safe",
  },
  listSandboxes: { id: "listSandboxes", method: "GET", path: "/v1/sandboxes", success: 200, retry: "safe" },
  pauseSandbox: {
    id: "pauseSandbox",
    method: "POST",
    path: "/v1/sandbox/{sandboxID}/pause",
    success: 201,
    retry: { effect: "state", to: "paused", via: "snapshotting" },
    slow: true,
  },
  startSandbox: {
    id: "startSandbox",
    method: "POST",
    path: "/v1/sandbox/{sandboxID}/start",
    success: 200,
    retry: { effect: "state", to: "running", via: "starting" },
    slow: true,
  },
  stopSandbox: {
    id: "stopSandbox",
    method: "POST",
    path: "/v1/sandbox/{sandboxID}/stop",
    success: 200,
    retry: { effect: "state", to: "stopped", via: "stopping" },
    slow: true,
  },
  updateSandboxMount: {
    id: "updateSandboxMount",
    method: "PATCH",
    path: "/v1/sandbox/{sandboxID}/mounts/{mountID}",
    success: 200,
    retry: { effect: "mount-updated", visible: ["bucket", "mount_path", "prefix", "read_only"] },
  },
} as const satisfies Described;

/** Names of all fields that hold a secret. They are never shown. */
export const secretFields: readonly string[] = ["access_key_id", "secret_access_key"];

/** Names of all fields. They are shown also where a secret looks like one. */
export const fieldNames: readonly string[] =
  /* @__PURE__ */ "access_key_id allow_cidrs allow_domains auto_pause bucket created_at disk domain endpoint env_vars error errors field id inject_headers items launch_time memory message mode mount_path mounts network_policy pod_id prefix read_only secret_access_key state state_change_time strip_headers template_id template_name timeout timeout_at total_items transforms type vcpu".split(
    " ",
  );
