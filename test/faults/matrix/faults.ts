import type { Fault as EmulatorFault } from "../../../src/emulator/faults/faults.ts";

/** What a caller can learn from a fault about its request. */
export type Family =
  /** It never arrived. */
  | "unsent"
  /** It was not carried out: the answer says so. */
  | "refused"
  /** Nothing: it may have been carried out. */
  | "doubtful"
  /** A success that cannot be read. */
  | "unreadable"
  /** It is elsewhere, allegedly. */
  | "redirect";

export interface Fault {
  /** Follows "the API", as in "the API resets the connection". */
  readonly name: string;
  readonly family: Family;
  /** Whether the request is carried out all the same. */
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
  const isDoubtful = [500, 502, 504].includes(status);
  return {
    name: `answers ${status}${isDoubtful ? when(applies) : ""}${asked}`,
    family: isDoubtful ? "doubtful" : "refused",
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

function lostAnswer(
  kind: "reset" | "stall",
  where: "headers" | "body",
  applies: boolean,
  name: string,
): Fault {
  return {
    name,
    family: "doubtful",
    applies,
    error: kind === "reset" ? "ConnectionError" : "TimeoutError",
    ...(kind === "stall" && { stalls: true }),
    inject: () => ({ kind, where, applies }),
  };
}

const unreadable = (name: string, answer: EmulatorFault): Fault => ({
  name,
  family: "unreadable",
  applies: true,
  error: "UnexpectedResponseError",
  inject: () => answer,
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
  { name: "refuses the connection", family: "unsent", applies: false, error: "ConnectionError" },
  ...BEFORE_AND_AFTER.map((applies) =>
    lostAnswer("reset", "headers", applies, `resets the connection${when(applies)}`),
  ),
  lostAnswer("reset", "body", true, "resets the connection within the body"),
  ...BEFORE_AND_AFTER.map((applies) => lostAnswer("stall", "headers", applies, `is silent${when(applies)}`)),
  lostAnswer("stall", "body", true, "is silent within the body"),
  ...[408, 429, 503].flatMap((status) => [statusFault(status, false), statusFault(status, false, "1")]),
  ...[500, 502, 504].flatMap((status) =>
    BEFORE_AND_AFTER.flatMap((applies) => [statusFault(status, applies), statusFault(status, applies, "1")]),
  ),
  unreadable("answers a page of HTML", { kind: "body", body: "html" }),
  unreadable("answers an empty body", { kind: "body", body: "empty" }),
  unreadable("answers half of the JSON", { kind: "truncated" }),
  unreadable("answers null", { kind: "body", body: "null" }),
  ...([302, 307] as const).flatMap((status) => BEFORE_AND_AFTER.map((applies) => redirect(status, applies))),
];
