import type { Clock } from "./clock.ts";
import type { StoredMount } from "./mount.ts";
import { policyWithoutSecrets, type StoredSandbox, timestamp } from "./sandbox.ts";
import type { EmulatorState, ExportOptions, SavedMount, SavedSandbox } from "./saved-state.ts";

/** The sandboxes as plain JSON, without anybody's secrets unless they are asked for. */
export function save(
  sandboxes: readonly StoredSandbox[],
  clock: Clock,
  { includeSecrets = false }: ExportOptions = {},
): EmulatorState {
  const now = clock.now();
  const saved = sandboxes.map((sandbox): SavedSandbox => {
    const { id, state, template_id, pod_id, vcpu, memory, disk, timeout, auto_pause, network_policy } =
      sandbox;
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
      network_policy: includeSecrets ? network_policy : policyWithoutSecrets(network_policy),
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
  return { ...rest, endpoint: withoutUser(endpoint) };
}

function withoutUser(endpoint: string): string {
  return endpoint.replace(/^(https?:\/\/)[^/?#]*@/i, "$1");
}
