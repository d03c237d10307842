import type { Configuration } from "../config/configuration.ts";
import { connectionProblem } from "../errors/connection-problem.ts";
import type { RetryReason } from "../events.ts";
import { attempt } from "./attempt.ts";
import type { Call } from "./call.ts";
import { now } from "./clock.ts";
import { sleep } from "./deadline.ts";
import type { OutgoingRequest } from "./exchange.ts";
import type { RateLimiter } from "./limiter.ts";
import { createMountHistory } from "./mount-history.ts";
import type { Outcome } from "./outcome.ts";
import { reconcile } from "./reconcile.ts";
import { backoffMs, createRetryBudget, isTransient, leavesOutcomeUnknown, retryAfterMs } from "./retry.ts";

/** Carries a call to its end: attempts, backoff and reconciling, until there is something to tell the caller. */
export type Send = (call: Call, request: OutgoingRequest) => Promise<Outcome>;

export function createSend(configuration: Configuration, limiter: RateLimiter | undefined): Send {
  const { emit } = configuration;
  const budget = createRetryBudget();
  const history = createMountHistory();

  const sendWithRetries: Send = async (call, request) => {
    const { retry } = call.operation;
    call.redactor.rememberBody(request.body);
    let mountsBefore = history.idsOf(call.ids.sandboxID);
    // Whether the outcome of any attempt so far was unknown. From then on, a response may be to what an earlier attempt
    // did. `call.outcomeUnknown` says whether it still is.
    let wasUnknown = false;
    // Whether the API was said to be unavailable. A proxy may say so wrongly, which a later rejection brings to light.
    let wasUnavailable = false;
    let retries = 0;
    for (;;) {
      const outcome = await attempt(call, request, configuration, limiter);
      const response = outcome.kind === "response" ? outcome : undefined;
      if (response?.ok) {
        budget.refund(retries);
        history.note(call, response.data);
        return outcome;
      }
      if (retry !== "safe" && leavesOutcomeUnknown(outcome)) call.outcomeUnknown = wasUnknown = true;
      if (!call.maxRetries || (retry === "never" && wasUnknown)) return outcome;

      const transient = isTransient(outcome);
      const again = transient && call.attempts <= call.maxRetries;
      const toReconcile = wasUnknown ? transient || response : wasUnavailable && response && !transient;
      if (!again && !toReconcile) return outcome;
      wasUnavailable ||= response?.status === 503;

      // After a 429 the limiter holds all calls back, this one too. A rejection is reconciled at once.
      const atLimiter = response?.status === 429 && limiter;
      const asked = (response && retryAfterMs(response.headers)) ?? 0;
      const backoff = transient ? Math.max(asked, backoffMs(call.attempts - 1)) : 0;
      const waitMs = atLimiter ? limiter.shutForMs() : backoff;
      if (now() + waitMs >= call.deadline) return outcome;
      // The limiter spares an API that returns 429; the budget, one that fails.
      if (again && !atLimiter) {
        if (!budget.take()) return outcome;
        retries++;
      }
      if (again)
        emit?.(call, {
          type: "retry",
          attempt: call.attempts,
          reason: outcome.kind as RetryReason,
          status: outcome.status,
          problem:
            outcome.kind === "connection"
              ? call.redactor.excerpt(connectionProblem(outcome.cause))
              : undefined,
          waitMs,
        });
      if (!atLimiter) await sleep(waitMs, call.signal);

      if (toReconcile) {
        const found = await reconcile(call, request, mountsBefore, configuration, sendWithRetries);
        if (typeof found === "object") history.note(call, found.data);
        if (typeof found !== "string") return found ?? outcome;
        if (found === "not done") call.outcomeUnknown = false;
        // The mounts that were there when the sandbox was read, were there before the next attempt.
        mountsBefore ??= history.idsOf(call.ids.sandboxID);
      }
      if (!again) return outcome;
    }
  };

  if (!emit) return sendWithRetries;
  return async (call, request) => {
    const startedAt = now();
    let end: Outcome | undefined;
    try {
      end = await sendWithRetries(call, request);
      return end;
    } finally {
      emit(call, {
        type: "end",
        outcome: end ? (end.ok ? "success" : "failure") : "aborted",
        status: end?.status,
        attempts: call.attempts,
        durationMs: now() - startedAt,
      });
    }
  };
}
