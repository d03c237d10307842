import type { Fault } from "./faults.ts";
import type { Kind } from "./operations.ts";

/**
 * How long a fault lasts: for one request; for every request of the operation; or for every request of any, so that
 * nothing can be looked up either.
 */
export type Span = "once" | "lasting" | "everywhere";
export const spans: readonly Span[] = ["once", "lasting", "everywhere"];

/** What has to become of a call. */
export interface Expected {
  readonly ends: "answer" | "error";
  /** How often the effect is there when the call has ended. */
  readonly applied: number;
  /** How often the operation itself is sent. */
  readonly sent: number;
  /** What the error says about the effect. */
  readonly outcomeUnknown: boolean;
}

const ATTEMPTS = 3;

/** The rules of the call path, from the caller's side: two retries, and a look before anything is repeated. */
export function expected(fault: Fault, kind: Kind, span: Span, promisesBody: boolean): Expected {
  const { family } = fault;
  const isWrite = kind !== "read";
  const applied = isWrite && fault.applies ? 1 : 0;
  const answer = (sent: number): Expected => ({
    ends: "answer",
    applied: isWrite ? 1 : 0,
    sent,
    outcomeUnknown: false,
  });
  const failure = (sent: number, outcomeUnknown: boolean): Expected => ({
    ends: "error",
    applied,
    sent,
    outcomeUnknown: isWrite && outcomeUnknown,
  });

  // Never followed and never repeated: nobody knows what the other end would make of it.
  if (family === "redirect") return failure(1, true);
  // Nothing was promised, so nothing is missing.
  if (family === "unreadable" && !promisesBody) return answer(1);
  const saysNothing = family === "doubtful" || family === "unreadable";
  // It cannot be looked up what create did, so there it ends.
  if (kind === "create" && saysNothing) return failure(1, true);
  if (span === "once") return answer(kind === "write" && fault.applies ? 1 : 2);
  if (kind === "write" && saysNothing) {
    // A look settles it; where looking fails as well, nothing does.
    if (span === "everywhere") return failure(1, true);
    if (fault.applies) return answer(1);
  }
  return failure(ATTEMPTS, false);
}
