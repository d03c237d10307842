import type { Outcome } from "./outcome.ts";

/** Failures that say the request was not carried out. */
const NOT_DONE = [408, 429, 503];
/** Failures that leave open whether it was. */
const MAYBE_DONE = [500, 502, 504];

/** Whether the same call can end better another time. Not after a redirect, and not once the total limit is over. */
export const isTransient = (outcome: Outcome): boolean =>
  outcome.kind === "response"
    ? NOT_DONE.includes(outcome.status) || MAYBE_DONE.includes(outcome.status)
    : outcome.kind !== "redirect" && outcome.kind !== "total";

/** Whether a write that ended like this may have taken effect all the same. */
export const leavesDoubt = (outcome: Outcome): boolean =>
  outcome.kind === "response" ? MAYBE_DONE.includes(outcome.status) : !("sent" in outcome) || outcome.sent;
