import type { Call } from "./call.ts";
import { mountsIn } from "./effect.ts";

/**
 * The ids of the mounts that each sandbox had when this client last read or changed them. A mount that is not among them
 * was added later.
 */
export interface MountHistory {
  /** `undefined` where this client has not read the sandbox. */
  idsOf(sandboxID: string | undefined): readonly unknown[] | undefined;
  /** Learns from the response of any call. */
  note(call: Call, data: unknown): void;
}

export function createMountHistory(): MountHistory {
  const idsBySandbox = new Map<unknown, readonly unknown[]>();
  const idsOf = (sandboxID: unknown) => idsBySandbox.get(sandboxID);
  const set = (sandboxID: unknown, ids: readonly unknown[]) => {
    idsBySandbox.delete(sandboxID);
    idsBySandbox.set(sandboxID, ids);
    // The sandboxes that were read longest ago are forgotten.
    if (idsBySandbox.size > 1_000) idsBySandbox.delete(idsBySandbox.keys().next().value);
  };
  return {
    idsOf,
    note({ operation: { id }, ids: { sandboxID } }, data) {
      const { id: created, mounts } = Object(data) as { id?: unknown; mounts?: unknown };
      if (id === "getSandbox" || id === "createSandbox")
        set(
          sandboxID ?? created,
          mountsIn({ mounts }).map((mount) => mount.id),
        );
      const known = id === "addSandboxMount" && idsOf(sandboxID);
      if (known) set(sandboxID, [...known, created]);
    },
  };
}
