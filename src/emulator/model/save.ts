import type { Clock } from "./clock.ts";
import type { StoredMount } from "./mount.ts";
import { policyWithoutSecrets, type StoredSandbox, timestamp } from "./sandbox.ts";
import type { EmulatorState, ExportOptions, SavedMount, SavedSandbox } from "./saved-state.ts";

/** The sandboxes as plain JSON, without secrets unless the caller asks for them. */
export function save(
  sandboxes: readonly StoredSandbox[],
  clock: Clock,
  { includeSecrets = false }: ExportOptions = {},
): EmulatorState {
  const now = clock.now();
  const saved = sandboxes.map((sandbox): SavedSandbox => {
    const { id, state, template_id, pod_id, vcpu, memory, disk, timeout, auto_pause } = sandbox;
    const policy = includeSecrets ? sandbox.network_policy : policyWithoutSecrets(sandbox.network_policy);
    return {
      id,
      state,
      template_id,
      pod_id,
      vcpu,
      memory,
      disk,
      timeout,
      auto_pause,
      created_at: sandbox.created_at,
      state_change_time: timestamp(sandbox.changedAt),
      ...(sandbox.launchedAt !== undefined && { launch_time: timestamp(sandbox.launchedAt) }),
      mounts: sandbox.mounts.map(includeSecrets ? (mount) => mount : withoutCredentials),
      ...(policy && { network_policy: policy }),
      ...(includeSecrets && { env_vars: sandbox.env_vars }),
      ...(sandbox.timeoutAt !== undefined && { timeout_in_ms: sandbox.timeoutAt - now }),
      ...(sandbox.transition && {
        transition: { to: sandbox.transition.to, ends_in_ms: sandbox.transition.endsAt - now },
      }),
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
  const { origin, pathname, protocol, host, username, password, search, hash } = new URL(endpoint);
  if (!username && !password && !search && !hash && !/[?#@]/.test(endpoint)) return endpoint;
  return `${origin === "null" ? `${protocol}//${host}` : origin}${pathname}`;
}
