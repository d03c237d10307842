import { context, type Span, SpanKind, SpanStatusCode, type Tracer, trace } from "@opentelemetry/api";
import type { Leap0Event } from "leap0-fetch";

interface Open {
  readonly span: Span;
  attempt?: Span | undefined;
}

/**
 * A span for each call and below it one for each attempt, made of what the client tells its `onEvent`. The names of
 * attributes are those of OpenTelemetry's conventions for HTTP where it has one.
 */
export function spans(tracer: Tracer): (event: Leap0Event) => void {
  const calls = new Map<number, Open>();

  const begin = (event: Leap0Event): Open => {
    // Only the rate limiter can hold a call before its first attempt.
    const startTime = Date.now() - (event.type === "rate-limit" ? event.waitMs : 0);
    const attributes = { "leap0.operation": event.operation };
    // The caller's own span is the parent, because the first event comes while the caller's context is active.
    const open = { span: tracer.startSpan(`leap0 ${event.operation}`, { startTime, attributes }) };
    calls.set(event.call, open);
    return open;
  };

  const endAttempt = (open: Open, isGood: boolean, status?: number): void => {
    if (status !== undefined) open.attempt?.setAttribute("http.response.status_code", status);
    open.attempt?.setStatus({ code: isGood ? SpanStatusCode.OK : SpanStatusCode.ERROR });
    open.attempt?.end();
    open.attempt = undefined;
  };

  return (event) => {
    // It stands alone: the reads around it have spans of their own.
    if (event.type === "wake") return;
    const open = calls.get(event.call) ?? begin(event);
    switch (event.type) {
      case "attempt": {
        const options = {
          kind: SpanKind.CLIENT,
          attributes: { "http.request.resend_count": event.attempt - 1 },
        };
        open.attempt = tracer.startSpan("leap0 attempt", options, trace.setSpan(context.active(), open.span));
        return;
      }
      case "response":
        endAttempt(open, event.status < 400, event.status);
        return;
      case "retry":
        endAttempt(open, false);
        open.span.addEvent("retry", { reason: event.reason, wait_ms: Math.round(event.waitMs) });
        return;
      case "rate-limit":
        open.span.addEvent("rate limit", { wait_ms: Math.round(event.waitMs) });
        return;
      case "reconcile":
        endAttempt(open, false);
        open.span.addEvent("reconcile", { result: event.result });
        return;
      case "end":
        endAttempt(open, false);
        open.span.setAttribute("leap0.attempts", event.attempts);
        open.span.setStatus({
          code: event.outcome === "success" ? SpanStatusCode.OK : SpanStatusCode.ERROR,
        });
        open.span.end();
        calls.delete(event.call);
    }
  };
}
