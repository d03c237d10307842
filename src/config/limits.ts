import { InvalidRequestError } from "../errors/leap0-error.ts";
import type { Limits } from "./options.ts";
import type { Priority } from "./rate-limit.ts";

const PRIORITIES: readonly unknown[] = ["high", "normal", "low"] satisfies Priority[];

export function checkLimits(limits: Limits): void {
  checkNumber("timeoutMs", limits.timeoutMs, 1);
  checkNumber("totalTimeoutMs", limits.totalTimeoutMs, 1);
  checkNumber("maxRetries", limits.maxRetries, 0);
  if (limits.priority !== undefined && !PRIORITIES.includes(limits.priority))
    throw new InvalidRequestError(`priority must be "${PRIORITIES.join('", "')}"`);
}

export function checkNumber(name: string, value: unknown, least: number): void {
  if (value !== undefined && !(typeof value === "number" && value >= least))
    throw new InvalidRequestError(`${name} must be a number, ${least} or more`);
}
