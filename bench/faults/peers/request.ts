import { operations } from "../../../src/generated/operations.ts";
import type { Subject } from "../../../test/faults/matrix/operations.ts";

/** What a client without methods of its own is told: method, path and body. */
export interface PlainRequest {
  readonly method: string;
  readonly path: string;
  readonly body: unknown;
}

export function plainRequest({ id, path, body }: Subject): PlainRequest {
  const { method, path: template } = operations[id];
  const filled = template.replaceAll(/\{(\w+)\}/g, (_, name: "sandboxID" | "mountID") => path[name] ?? "");
  return { method, path: filled, body };
}
