import { InvalidRequestError } from "./errors/leap0-error.ts";
import type { Operation } from "./generated/operations.ts";

/**
 * Puts the ids into an operation's path, each as one encoded segment. The only place where that happens: an id of
 * `..` would otherwise climb, and turn the deletion of a mount into that of its sandbox.
 */
export function expandPath(operation: Operation, ids: Readonly<Record<string, unknown>> = {}): string {
  // What stands at odd places stood between braces.
  return operation.path
    .split(/[{}]/)
    .map((part, at) => (at % 2 ? segment(operation, part, ids[part]) : part))
    .join("");
}

function segment({ id: operation, method, path }: Operation, name: string, id: unknown): string {
  if (typeof id === "string" && id && id !== "." && id !== "..") {
    try {
      return encodeURIComponent(id);
    } catch {
      // A lone surrogate: falls through to the refusal.
    }
  }
  throw new InvalidRequestError(
    `${name} must be an id, not ${typeof id === "string" ? JSON.stringify(id) : typeof id} (${method} ${path})`,
    { operation },
  );
}
