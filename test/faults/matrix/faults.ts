import type { Fault as EmulatorFault } from "../../../src/emulator/faults/faults.ts";

/** What a caller can learn from a fault about its request. */
export type Family =
  /** It was never sent. */
  | "never sent"
  /** The response says that it was not carried out. */
  | "nothing happened"
  /** It may have been carried out. */
  | "outcome unknown"
  /** A success that cannot be read. */
  | "unreadable"
  /** The response sends the caller elsewhere. */
  | "redirect";

export interface Fault {
  /** Follows "the API", as in "the API resets the connection". */
  readonly name: string;
  readonly family: Family;
  /** Whether the request is carried out. */
  readonly applies: boolean;
  /** Name of the error that a caller of this package gets, should the fault last. */
  readonly error: string;
  readonly status?: number;
  /** What `Retry-After` asks for, where it is sent. */
  readonly retryAfterMs?: number;
  /** Needs a short limit, since nothing else ends it. */
  readonly stalls?: true;
  /** What the emulator does; redirects lead to `elsewhere`. Absent: nobody listens. */
  readonly inject?: (elsewhere: string) => EmulatorFault;
}

const NAMES: Readonly<Record<number, string>> = { 408: "ApiError", 429: "RateLimitError" };

function statusFault(status: number, applies: boolean, retryAfter?: string): Fault {
  const asked = retryAfter === undefined ? "" : `, Retry-After: ${retryAfter}`;
  const saysNothingHappened = status === 429 || (status === 503 && retryAfter !== undefined);
  return {
    name:
      status === 503 && retryAfter
        ? `returns 503 with Retry-After${when(applies)}`
        : `returns ${status}${status === 429 ? "" : when(applies)}${asked}`,
    family: saysNothingHappened ? "nothing happened" : "outcome unknown",
    applies,
    error: NAMES[status] ?? "ServerError",
    status,
    ...(retryAfter !== undefined && { retryAfterMs: Number(retryAfter) * 1000 }),
    inject: () => ({
      kind: "status",
      status,
      applies,
      ...(retryAfter !== undefined && { headers: { "retry-after": retryAfter } }),
    }),
  };
}

const when = (applies: boolean): string => (applies ? " after applying" : " before applying");

function lostResponse(
  kind: "reset" | "stall",
  where: "headers" | "body",
  applies: boolean,
  name: string,
): Fault {
  return {
    name,
    family: "outcome unknown",
    applies,
    error: kind === "reset" ? "ConnectionError" : "TimeoutError",
    ...(kind === "stall" && { stalls: true }),
    inject: () => ({ kind, where, applies }),
  };
}

const unreadable = (name: string, body: EmulatorFault): Fault => ({
  name,
  family: "unreadable",
  applies: true,
  error: "UnexpectedResponseError",
  inject: () => body,
});

const redirect = (status: 302 | 307, applies: boolean): Fault => ({
  name: `redirects with ${status}${when(applies)}`,
  family: "redirect",
  applies,
  error: "UnexpectedResponseError",
  status,
  inject: (location) => ({ kind: "redirect", status, location, applies }),
});

const BEFORE_AND_AFTER = [false, true];

/** Everything that goes wrong. */
export const faults: readonly Fault[] = [
  { name: "refuses the connection", family: "never sent", applies: false, error: "ConnectionError" },
  ...BEFORE_AND_AFTER.map((applies) =>
    lostResponse("reset", "headers", applies, `resets the connection${when(applies)}`),
  ),
  lostResponse("reset", "body", true, "resets the connection within the body"),
  ...BEFORE_AND_AFTER.map((applies) =>
    lostResponse("stall", "headers", applies, `is silent${when(applies)}`),
  ),
  lostResponse("stall", "body", true, "is silent within the body"),
  statusFault(429, false),
  statusFault(429, false, "1"),
  ...[408, 500, 501, 503, 504, 520, 599].flatMap((status) =>
    BEFORE_AND_AFTER.map((applies) => statusFault(status, applies)),
  ),
  ...[408, 502].flatMap((status) => BEFORE_AND_AFTER.map((applies) => statusFault(status, applies, "1"))),
  ...BEFORE_AND_AFTER.map((applies) => statusFault(503, applies, "1")),
  unreadable("returns a page of HTML", { kind: "body", body: "html" }),
  unreadable("returns an empty body", { kind: "body", body: "empty" }),
  unreadable("returns half of the JSON", { kind: "truncated" }),
  unreadable("returns null", { kind: "body", body: "null" }),
  ...([302, 307] as const).flatMap((status) => BEFORE_AND_AFTER.map((applies) => redirect(status, applies))),
];
