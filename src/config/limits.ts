import { InvalidRequestError } from "../errors/leap0-error.ts";
import type { Limits } from "./options.ts";

export function checkLimits(limits: Limits): void {
  checkNumber("timeoutMs", limits.timeoutMs, 1);
  checkNumber("totalTimeoutMs", limits.totalTimeoutMs, 1);
  checkNumber("maxRetries", limits.maxRetries, 0);
}

export function checkNumber(name: string, value: unknown, least: number): void {
  if (value !== undefined && !(typeof value === "number" && value >= least))
    throw new InvalidRequestError(`${name} must be a number, ${least} or more`);
}
