import type { Configuration } from "../configuration/configuration.ts";
import { operations } from "../generated/operations.ts";
import type { components } from "../generated/schema.ts";
import { expandPath } from "../path.ts";
import type { OutgoingRequest } from "./attempt.ts";
import { attempt } from "./attempt.ts";
import { backoffMs } from "./backoff.ts";
import { sleep } from "./bounded.ts";
import { createRetryBudget } from "./budget.ts";
import type { Call } from "./call.ts";
import { now } from "./call.ts";
import type { RetryReason } from "./events.ts";
import { createGate } from "./gate.ts";
import type { Sight } from "./look.ts";
import { sightOf } from "./look.ts";
import type { Answer, Outcome } from "./outcome.ts";
import { retryAfterMs } from "./retry-after.ts";
import { isTransient, leavesDoubt } from "./verdict.ts";

/** Carries a call out: attempts, waits and looks until there is something to tell the caller. */
export type Send = (call: Call, request: OutgoingRequest) => Promise<Outcome>;

export function createSend(configuration: Configuration): Send {
  const { rateLimit, emit } = configuration;
  const gate = rateLimit && createGate(rateLimit);
  const budget = createRetryBudget();

  const once = async (call: Call, request: OutgoingRequest): Promise<Outcome> => {
    const askedAt = now();
    const pass = gate && (await gate.enter(call));
    const startedAt = now();
    if (gate && startedAt - askedAt > 1) emit?.(call, { type: "gate", waitMs: startedAt - askedAt });
    if ((gate && !pass) || startedAt >= call.deadline) return { kind: "total", sent: false };
    call.attempts++;
    emit?.(call, { type: "attempt", attempt: call.attempts });
    let outcome: Outcome | undefined;
    try {
      outcome = await attempt(call, request, configuration);
    } finally {
      const answered = outcome && "status" in outcome ? outcome : undefined;
      if (pass) gate?.leave(pass, answered?.status, answered && retryAfterMs(answered.headers));
      if (answered)
        emit?.(call, {
          type: "answer",
          attempt: call.attempts,
          status: answered.status,
          durationMs: now() - startedAt,
        });
    }
    return outcome;
  };

  /** Reads the sandbox until it is plain whether a write took effect. `undefined` where it cannot be read. */
  const lookUp = async (call: Call, request: OutgoingRequest): Promise<Answer | Sight | undefined> => {
    const { repeat: look, success } = call.operation;
    if (typeof look === "string") return undefined;
    const headers = new Headers(request.headers);
    headers.delete("content-type");
    const operation = operations.getSandbox;
    const read = {
      method: operation.method,
      url: configuration.baseUrl + expandPath(operation, call.ids),
      headers,
    };
    for (let looks = 0; ; looks++) {
      const outcome = await send({ ...call, operation, attempts: 0, outcomeUnknown: false }, read);
      if (outcome.kind !== "answer" || !(outcome.ok || outcome.status === 404)) return undefined;
      const sandbox = outcome.ok ? (outcome.data as components["schemas"]["SandboxStatus"]) : undefined;
      const sight = sightOf(look, sandbox, call.ids, JSON.parse(request.body ?? "{}"));
      emit?.(call, { type: "lookup", result: typeof sight === "string" ? sight : "done" });
      if (typeof sight === "object")
        return {
          ...outcome,
          status: success,
          ok: true,
          data: sight.data,
          text: JSON.stringify(sight.data) ?? "",
        };
      if (sight === "not done") return sight;
      const wait = backoffMs(looks);
      if (now() + wait >= call.deadline) return undefined;
      await sleep(wait, call.signal);
    }
  };

  const send: Send = async (call, request) => {
    let doubted = false;
    for (;;) {
      const outcome = await once(call, request);
      if (outcome.kind === "answer" && outcome.ok) {
        budget.refund(call.attempts - 1);
        return outcome;
      }
      const transient = isTransient(outcome);
      if (call.operation.repeat !== "safe" && leavesDoubt(outcome)) call.outcomeUnknown = doubted = true;
      if (call.maxRetries < 1 || (call.operation.repeat === "never" && doubted)) return outcome;
      // A plain refusal is final, unless it may be our own earlier attempt that stands in the way.
      if (!transient && !(doubted && outcome.kind === "answer")) return outcome;

      const last = !transient || call.attempts > call.maxRetries;
      if (last && !doubted) return outcome;
      const status = "status" in outcome ? outcome.status : undefined;
      const asked = "status" in outcome ? retryAfterMs(outcome.headers) : undefined;
      const shared = status === 429 && gate;
      const wait = shared
        ? gate.shutForMs()
        : !transient
          ? 0
          : Math.max(asked ?? 0, backoffMs(call.attempts - 1));
      if (now() + wait >= call.deadline || !(last || budget.take())) return outcome;
      if (!last)
        emit?.(call, {
          type: "retry",
          attempt: call.attempts,
          reason: outcome.kind === "answer" ? "status" : (outcome.kind as RetryReason),
          ...(status ? { status } : {}),
          waitMs: wait,
        });
      // After a 429 the gate makes everybody wait, this call too.
      if (!shared) await sleep(wait, call.signal);
      if (doubted) {
        const found = await lookUp(call, request);
        if (!found) return outcome;
        if (typeof found === "object") return found as Answer;
        call.outcomeUnknown = false;
      }
      if (last) return outcome;
    }
  };
  return send;
}
