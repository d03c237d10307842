import { InvalidRequestError } from "./errors/leap0-error.ts";
import type { Operation } from "./generated/operations.ts";

/**
 * Puts the ids into an operation's path, each as one encoded segment. The only place where that happens: an id of
 * `..` would otherwise climb, and turn the deletion of a mount into that of its sandbox.
 */
export function expandPath(operation: Operation, ids: Readonly<Record<string, unknown>> = {}): string {
  let path = "";
  (templates.get(operation) ?? takeApart(operation)).forEach((part, at) => {
    path += at % 2 ? segment(operation, part, ids[part]) : part;
  });
  return path;
}

const templates = new Map<Operation, readonly string[]>();

/** Splits an operation's path, once for all calls. What stands at odd places stood between braces. */
function takeApart(operation: Operation): readonly string[] {
  const parts = operation.path.split(/[{}]/);
  templates.set(operation, parts);
  return parts;
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
