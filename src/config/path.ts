import { invalid } from "../errors/leap0-error.ts";
import type { Operation } from "../generated/operations.ts";

/**
 * Puts the ids into an operation's path, each as one encoded segment. This is the only place that does: with an id of
 * `..`, the path that deletes a mount would become the one that deletes its sandbox.
 */
export const expandPath = (path: Operation["path"], ids: Readonly<Record<string, unknown>>): string =>
  path.replace(/\{(\w+)\}/g, (_, name: string) => segment(name, ids[name]));

function segment(name: string, id: unknown): string {
  if (typeof id === "string" && id && id !== "." && id !== "..") {
    try {
      return encodeURIComponent(id);
    } catch {
      // A lone surrogate, which no URL can hold.
    }
  }
  throw invalid(
    "id",
    `${name} must be an id, not ${typeof id === "string" ? JSON.stringify(id) : typeof id}`,
  );
}
