import { operations } from "../../../src/generated/operations.ts";
import { type Fault, faults } from "./faults.ts";
import { type Subject, subjects } from "./operations.ts";

/**
 * How long a fault lasts: for one request; for every request of the operation; or for every request of any operation,
 * so that nothing can be reconciled.
 */
export type Span = "once" | "lasting" | "everywhere";
export const spans: readonly Span[] = ["once", "lasting", "everywhere"];

/** One fault at one operation for one span, and how the call has to end. */
export interface Cell {
  readonly subject: Subject;
  readonly fault: Fault;
  readonly span: Span;
  readonly expected: Expected;
}

/** How a call has to end. */
export interface Expected {
  readonly ends: "response" | "error";
  /** How often the effect is there when the call has ended. */
  readonly applied: number;
  /** How often the operation itself is sent. */
  readonly sent: number;
  /** What the error says about the effect. */
  readonly outcomeUnknown: boolean;
}

const ATTEMPTS = 3;

/** The rules of the call path, from the caller's side: two retries, and reconciling before a write is retried. */
function expected(fault: Fault, { kind, id }: Subject, span: Span): Expected {
  const { family } = fault;
  const isWrite = kind !== "read";
  const response = (sent: number): Expected => ({
    ends: "response",
    applied: isWrite ? 1 : 0,
    sent,
    outcomeUnknown: false,
  });
  const failure = (sent: number, outcomeUnknown: boolean): Expected => ({
    ends: "error",
    applied: isWrite && fault.applies ? 1 : 0,
    sent,
    outcomeUnknown: isWrite && outcomeUnknown,
  });

  // Never followed and never retried: nobody knows what the other end would make of it.
  if (family === "redirect") return failure(1, true);
  // No body was promised, so none is missing.
  if (family === "unreadable" && operations[id].success === 204) return response(1);
  // A retry is rejected, and that is reconciled. An update is carried out twice, with one effect.
  if (family === "nothing happened" && fault.applies)
    return { ...response(2), applied: id === "updateSandboxMount" ? 2 : 1 };
  const isUnknown = family === "outcome unknown" || family === "unreadable";
  // The response of create is the only one that knows which sandbox it made.
  if (kind === "create" && isUnknown) return failure(1, true);
  // Whether a mount that is there comes from this call, a client that has not read the sandbox before cannot tell.
  if (kind === "add" && isUnknown && fault.applies) return failure(1, true);
  if (span === "once") return response(isWrite && fault.applies ? 1 : 2);
  if (isWrite && isUnknown) {
    if (span === "everywhere") return failure(1, true);
    if (fault.applies) return response(1);
  }
  return failure(ATTEMPTS, false);
}

/**
 * 503 with `Retry-After` is taken at its word. From a server that says so after it has applied the request, and goes on
 * saying so, nothing true can be learned; of create and of an added mount not even once.
 */
const isLie = ({ family, applies }: Fault, { kind }: Subject, span: Span): boolean =>
  family === "nothing happened" &&
  applies &&
  (kind === "create" || kind === "add" || kind === "read" || span !== "once");

export const cells: readonly Cell[] = faults.flatMap((fault) =>
  subjects.flatMap((subject) =>
    spans
      .filter((span) => !isLie(fault, subject, span))
      .map((span) => ({ subject, fault, span, expected: expected(fault, subject, span) })),
  ),
);
