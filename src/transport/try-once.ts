import type { Configuration } from "../config/configuration.ts";
import type { Gate } from "../rate-limit/rate-limiter.ts";
import { attempt, type OutgoingRequest } from "./attempt.ts";
import type { Call } from "./call.ts";
import { now } from "./clock.ts";
import type { Outcome } from "./outcome.ts";

/** Takes a call through the gate for one attempt, and tells the gate how it ended. */
export async function tryOnce(
  call: Call,
  request: OutgoingRequest,
  configuration: Configuration,
  gate: Gate | undefined,
): Promise<Outcome> {
  const { emit } = configuration;
  const askedAt = now();
  if (askedAt >= call.deadline) return { kind: "total", sent: false };
  const pass = gate && (await gate.enter(call));
  const startedAt = now();
  if (startedAt - askedAt > 1) emit?.(call, { type: "rate-limit", waitMs: startedAt - askedAt });
  if (gate && !pass) return { kind: "total", sent: false };
  const attempts = ++call.attempts;
  emit?.(call, { type: "attempt", attempt: attempts });
  let outcome: Outcome | undefined;
  try {
    outcome = await attempt(call, request, configuration);
    return outcome;
  } finally {
    const answered = outcome && "status" in outcome ? outcome : undefined;
    if (pass) gate?.leave(pass, answered);
    if (answered)
      emit?.(call, {
        type: "response",
        attempt: attempts,
        status: answered.status,
        durationMs: now() - startedAt,
      });
  }
}
