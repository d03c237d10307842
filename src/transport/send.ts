import type { Configuration } from "../config/configuration.ts";
import { connectionProblem } from "../errors/connection-problem.ts";
import type { OutgoingRequest } from "./attempt.ts";
import { backoffMs, retryAfterMs } from "./backoff.ts";
import { sleep } from "./bounded.ts";
import { createRetryBudget } from "./budget.ts";
import type { Call } from "./call.ts";
import { now } from "./clock.ts";
import type { RetryReason } from "./events.ts";
import type { Outcome } from "./outcome.ts";
import { lookUp } from "./reconcile.ts";
import { type RateLimiter, tryOnce } from "./try-once.ts";
import { isTransient, leavesDoubt } from "./verdict.ts";

/** Carries a call to its end: attempts, waits and looks, until there is something to tell the caller. */
export type Send = (call: Call, request: OutgoingRequest) => Promise<Outcome>;

export function createSend(configuration: Configuration, limiter: RateLimiter | undefined): Send {
  const { emit } = configuration;
  const budget = createRetryBudget();

  const send: Send = async (call, request) => {
    const { retry } = call.operation;
    call.redactor.rememberBody(request.body);
    // Whether an attempt may have taken effect: from then on, an answer may be to what an earlier attempt did.
    let doubted = false;
    let taken = 0;
    for (;;) {
      const outcome = await tryOnce(call, request, configuration, limiter);
      const answer = outcome.kind === "response" ? outcome : undefined;
      if (answer?.ok) {
        budget.refund(taken);
        return outcome;
      }
      if (retry !== "safe" && leavesDoubt(outcome)) call.outcomeUnknown = doubted = true;
      if (!call.maxRetries || (retry === "never" && doubted)) return outcome;

      const transient = isTransient(outcome);
      const again = transient && call.attempts <= call.maxRetries;
      if (!again && !(doubted && (transient || answer))) return outcome;

      // After a 429 the limiter holds everybody back, this call too; a refusal in doubt is looked into at once.
      const atLimiter = answer?.status === 429 && limiter;
      const asked = answer && retryAfterMs(answer.headers);
      const wait = atLimiter
        ? limiter.shutForMs()
        : transient
          ? Math.max(asked ?? 0, backoffMs(call.attempts - 1))
          : 0;
      if (now() + wait >= call.deadline) return outcome;
      // The limiter spares a service that says 429; the budget, one that fails.
      if (again && !atLimiter) {
        if (!budget.take()) return outcome;
        taken++;
      }
      if (again)
        emit?.(call, {
          type: "retry",
          attempt: call.attempts,
          reason: outcome.kind as RetryReason,
          ...("status" in outcome && { status: outcome.status }),
          ...(outcome.kind === "connection" && {
            problem: call.redactor.excerpt(connectionProblem(outcome.cause)),
          }),
          waitMs: wait,
        });
      if (!atLimiter) await sleep(wait, call.signal);

      if (doubted) {
        const found = await lookUp(call, request, configuration, send);
        if (typeof found !== "string") return found ?? outcome;
        if (found === "not done") call.outcomeUnknown = false;
      }
      if (!again) return outcome;
    }
  };

  if (!emit) return send;
  return async (call, request) => {
    const startedAt = now();
    let end: Outcome | undefined;
    try {
      end = await send(call, request);
      return end;
    } finally {
      emit(call, {
        type: "end",
        outcome: end ? (end.kind === "response" && end.ok ? "success" : "failure") : "aborted",
        ...(end && "status" in end && { status: end.status }),
        attempts: call.attempts,
        durationMs: now() - startedAt,
      });
    }
  };
}
