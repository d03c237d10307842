import type { Effect } from "../generated/operations.ts";
import type { components } from "../generated/schema.ts";

type SandboxStatus = components["schemas"]["SandboxStatus"];
type Fields = Readonly<Record<string, unknown>>;

/** What a look at the sandbox says about a write: done, with its answer; or one of the rest. */
export type Sight = { readonly data: unknown } | "under way" | "not done" | "cannot tell";

/**
 * Whether a write took effect, seen from the sandbox as it is now (`undefined`: there is none). Which signs count is
 * data of the description; this only reads them.
 */
export function sightOf(effect: Effect, read: unknown, ids: Fields, body: Fields): Sight {
  const sandbox = read as SandboxStatus | undefined;
  const mounts = (sandbox?.mounts ?? []) as readonly Fields[];
  const mount = mounts.find(({ id }) => id === ids.mountID);
  switch (effect.effect) {
    case "state":
      return sandbox?.state === effect.via ? "under way" : seen(sandbox?.state === effect.to, sandbox);
    case "sandbox-gone":
      return seen(!sandbox || effect.states.includes(sandbox.state));
    case "mount-gone":
      return seen(!mount);
    case "mount-matches": {
      const match = mounts.find((each) => effect.fields.every((field) => same(each[field], body[field])));
      return seen(match, match);
    }
    case "mount-updated": {
      const visible: readonly string[] = effect.visible;
      const fields = Object.keys(body);
      if (!mount || fields.some((field) => visible.includes(field) && !same(mount[field], body[field])))
        return "not done";
      // Endpoint and credentials are never shown. To send them again is harmless.
      return fields.every((field) => visible.includes(field)) ? { data: mount } : "cannot tell";
    }
  }
}

const seen = (done: unknown, data?: unknown): Sight => (done ? { data } : "not done");

/** Equal as the API sees it: a prefix that is missing is an empty one, a path may end in a slash. */
export const same = (a: unknown, b: unknown): boolean => plain(a) === plain(b);
const plain = (value: unknown): string => String(value ?? "").replace(/\/+$/, "");
