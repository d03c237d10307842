import { ApiError, Leap0Error } from "leap0-fetch";
import { operations } from "../../../src/generated/operations.ts";
import { ReturnedFailure } from "./clients.ts";
import type { Cell } from "./rules.ts";
import type { Observation } from "./run.ts";

/** A timer may be early by the fraction that clocks round away. */
const CLOCK_MS = 5;

/** Everything in which a call of this package did not end as the rules say; empty where all is well. */
export function problems(cell: Cell, seen: Observation): string[] {
  const { expected, fault } = cell;
  const found: string[] = [];
  const demand = (holds: boolean, problem: string) => {
    if (!holds) found.push(problem);
  };
  demand(seen.ends === expected.ends, `ended in ${shown(seen)}, not in an ${expected.ends}`);
  demand(seen.applied === expected.applied, `applied ${seen.applied} times, not ${expected.applied}`);
  demand(seen.sentAt.length === expected.sent, `was sent ${seen.sentAt.length} times, not ${expected.sent}`);
  demand(seen.left === 0, `left ${seen.left} requests or listeners behind`);
  demand(!seen.leaked.request, "followed the redirect");
  if (seen.ends === "response") demand(seen.isRight && seen.isDone, `returned ${shown(seen)}`);
  if (seen.ends === "error" && expected.ends === "error") found.push(...problemsOfError(cell, seen.value));
  const { retryAfterMs = 0 } = fault;
  demand(
    seen.sentAt.slice(1).every((at, index) => at - (seen.sentAt[index] ?? at) > retryAfterMs - CLOCK_MS),
    "did not wait as long as it was asked to",
  );
  return found;
}

function problemsOfError({ subject, fault, expected }: Cell, error: unknown): string[] {
  if (error instanceof ReturnedFailure)
    return error.status === fault.status ? [] : [`returned ${error.status}, not ${fault.status}`];
  if (!(error instanceof Leap0Error)) return [`threw ${error}`];
  const found: string[] = [];
  const demand = (what: string, is: unknown, shouldBe: unknown) => {
    if (is !== shouldBe) found.push(`${what} is ${is}, not ${shouldBe}`);
  };
  demand("name", error.name, fault.error);
  demand("operation", error.operation, subject.id);
  demand("outcomeUnknown", error.outcomeUnknown, expected.outcomeUnknown);
  if (fault.stalls) demand("limit", (error as { limit?: unknown }).limit, "attempt");
  if (fault.status && "status" in error) demand("status", error.status, fault.status);
  if (error instanceof ApiError) {
    demand("attempts", error.attempts, expected.sent);
    demand("retryAfterMs", error.retryAfterMs, fault.retryAfterMs);
  }
  if (error.name === "UnexpectedResponseError" && !fault.status)
    demand("status", (error as { status?: unknown }).status, operations[subject.id].success);
  return found;
}

const shown = ({ ends, value }: Observation): string =>
  ends === "hang" ? "nothing" : ends === "error" ? String(value) : JSON.stringify(value);
