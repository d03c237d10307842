import type { Configuration } from "../config/configuration.ts";
import type { Call } from "./call.ts";
import { now } from "./clock.ts";
import { exchange, type OutgoingRequest } from "./exchange.ts";
import type { RateLimiter } from "./limiter.ts";
import type { Outcome } from "./outcome.ts";

/** One attempt of a call: it waits for the rate limiter, sends the request, and tells the limiter how it ended. */
export async function attempt(
  call: Call,
  request: OutgoingRequest,
  configuration: Configuration,
  limiter: RateLimiter | undefined,
): Promise<Outcome> {
  const { emit } = configuration;
  const askedAt = now();
  if (askedAt >= call.deadline) return { kind: "total", neverSent: "for now" };
  const entered = limiter?.enter(call);
  const pass = await entered;
  const startedAt = now();
  const waitMs = startedAt - askedAt;
  const shared = pass?.shared;
  if ((entered instanceof Promise && waitMs > 1) || shared === false)
    emit?.(call, { type: "rate-limit", waitMs, shared });
  if (limiter && !pass) return notStarted(limiter.shutForMs(), call.deadline - startedAt);
  call.attempts++;
  emit?.(call, { type: "attempt", attempt: call.attempts });
  let outcome: Outcome | undefined;
  try {
    outcome = await exchange(call, request, configuration);
    return outcome;
  } finally {
    const response = outcome?.headers && outcome;
    if (pass) limiter?.leave(pass, response);
    if (response)
      emit?.(call, {
        type: "response",
        attempt: call.attempts,
        status: response.status,
        durationMs: now() - startedAt,
      });
  }
}

/** A call that the limiter did not start: as if the API had responded with the 429 for which all calls wait. */
function notStarted(shutForMs: number, leftMs: number): Outcome {
  if (shutForMs <= Math.max(0, leftMs)) return { kind: "total", neverSent: "for now" };
  const seconds = Math.ceil(shutForMs) / 1000;
  const message = `this call was not sent: after a 429 all calls wait ${seconds} s`;
  const data = { message };
  const headers = new Headers({ "retry-after": `${seconds}` });
  return { kind: "response", status: 429, ok: false, headers, data, text: JSON.stringify(data) };
}
