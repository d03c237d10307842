import type { components } from "../../generated/schema.ts";
import type { StoredSandbox } from "../model/sandbox.ts";

/** One field that was refused. A nested field is written with dots and indexes: `mounts.0.bucket`. */
export type FieldError = components["schemas"]["FieldError"];

/** What an operation decided to answer, before it is checked against the description and written as JSON. */
export interface Reply {
  readonly status: number;
  /** Whether the emulator's state was changed. */
  readonly applied: boolean;
  readonly headers?: Readonly<Record<string, string>>;
  /** Absent: no body. */
  readonly body?: unknown;
  /** The sandbox that is on its way to another state. The answer can wait for it. */
  readonly moving?: StoredSandbox;
}

/** A success that changed something. */
export function applied(status: number, body?: unknown): Reply {
  return { status, body, applied: true };
}

/** A success that only looked. */
export function shown(status: number, body: unknown): Reply {
  return { status, body, applied: false };
}

/** A failure in words. The words are constants or name states and limits, never a value that somebody sent. */
export function refused(status: number, message: string, headers?: Readonly<Record<string, string>>): Reply {
  return { status, body: { message }, applied: false, ...(headers && { headers }) };
}

/** 400, with the fields at fault. */
export function invalid(errors: readonly FieldError[]): Reply {
  return {
    status: 400,
    body: { message: "The request was refused because of its fields.", errors },
    applied: false,
  };
}
