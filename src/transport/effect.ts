import { mountDefaults } from "../generated/facts.ts";
import type { Effect } from "../generated/operations.ts";

type Fields = Readonly<Record<string, unknown>>;

/** What reading the sandbox says about a write: done, with the data of its response; or one of the rest. */
export type Finding = { readonly data: unknown } | "under way" | "not done" | "cannot tell";

/** The write whose outcome is unknown. */
export interface Write {
  /** The path parameters. */
  readonly ids: Fields;
  readonly body: Fields;
  /** The ids of the mounts that the sandbox had before the call; `undefined` where they are not known. */
  readonly mountsBefore: readonly unknown[] | undefined;
}

/**
 * Whether a write took effect, seen from the sandbox as it is now (`undefined`: there is none). The description says by
 * what to tell.
 */
export function findEffect(effect: Effect, sandbox: unknown, { ids, body, mountsBefore }: Write): Finding {
  const { state } = Object(sandbox) as { state?: unknown };
  const mounts = mountsIn(sandbox);
  const mount = mounts.find(({ id }) => id === ids.mountID);
  switch (effect.effect) {
    case "state":
      return state === effect.via ? "under way" : doneIf(state === effect.to, sandbox);
    case "sandbox-gone":
      return doneIf(!sandbox || effect.states.includes(state as string));
    case "mount-gone":
      return doneIf(!mount);
    case "mount-matches": {
      const matches = mounts.filter((each) => effect.fields.every((field) => sameField(field, each, body)));
      // Endpoint and credentials are never returned, so a mount that may have been there before is no proof.
      if (matches.length && !mountsBefore) return "cannot tell";
      const added = matches.find(({ id }) => !mountsBefore?.includes(id));
      return doneIf(added, added);
    }
    case "mount-updated": {
      const visible: readonly string[] = effect.visible;
      const fields = Object.keys(body);
      if (!mount || fields.some((field) => visible.includes(field) && !sameField(field, mount, body)))
        return "not done";
      return fields.every((field) => visible.includes(field)) ? { data: mount } : "cannot tell";
    }
  }
}

const doneIf = (done: unknown, data?: unknown): Finding => (done ? { data } : "not done");

/** The mounts of a sandbox as it was read: none where they are missing, null or not a list. */
export function mountsIn(sandbox: unknown): readonly Fields[] {
  const { mounts } = Object(sandbox) as { mounts?: unknown };
  return Array.isArray(mounts) ? mounts.filter(Boolean) : [];
}

/** Whether two mounts have the same in a field; one that is missing has its default. */
export const sameField = (field: string, a: object, b: object): boolean =>
  plain(field, a) === plain(field, b);

/** As the API compares it: a missing prefix is an empty one, and how many slashes a path has in a row does not matter. */
function plain(field: string, mount: object): unknown {
  const value = ({ ...mountDefaults, ...mount } as Fields)[field] ?? "";
  if (field !== "mount_path" || typeof value !== "string") return value;
  return value.split("/").filter(Boolean).join("/");
}
