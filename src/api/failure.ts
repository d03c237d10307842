import { apiError, UnexpectedResponseError } from "../errors/api-error.ts";
import { connectionProblem } from "../errors/connection-problem.ts";
import { ConnectionError, type Leap0Error, TimeoutError } from "../errors/leap0-error.ts";
import { maxBodyBytes } from "../generated/facts.ts";
import type { Call } from "../transport/call.ts";
import type { Outcome } from "../transport/outcome.ts";
import { retryAfterMs } from "../transport/retry.ts";

/** The error for an outcome that is not a success. Everything from outside goes through the redactor. */
export function failure(outcome: Outcome, call: Call, sandboxHost?: string): Leap0Error {
  const { outcomeUnknown, attempts, maxRetries, redactor: redact } = call;
  const details = { operation: sandboxHost ? undefined : call.operation.id, outcomeUnknown };
  const host = sandboxHost ?? "the API";
  const after = sandboxHost ? "" : ` after ${attempts} of ${maxRetries + 1} attempts`;
  if (outcome.headers) {
    const { kind, status, text } = outcome;
    const response = { ...details, status, headers: redact.headers(outcome.headers) };
    if (kind === "response")
      return apiError(host, {
        ...response,
        body: redact.body(outcome.data),
        attempts,
        retryAfterMs: retryAfterMs(outcome.headers),
      });
    return new UnexpectedResponseError(
      kind === "redirect"
        ? `${host} returned ${status}, a redirect: it is never followed`
        : text === undefined
          ? `${host} returned ${status} with more than ${maxBodyBytes} bytes`
          : `${host} returned ${status} without its JSON object`,
      { ...response, body: text && redact.text(text) },
    );
  }
  const { kind, cause } = outcome;
  if (kind === "connection")
    return new ConnectionError(
      `no response from ${host}${after}: ${redact.excerpt(connectionProblem(cause))}`,
      { ...details, cause: redact.cause(cause) },
    );
  return new TimeoutError(
    kind === "total"
      ? `not done within totalTimeoutMs${after}`
      : `no complete response from ${host} within timeoutMs (${call.timeoutMs} ms)${after}`,
    { ...details, limit: kind },
  );
}
