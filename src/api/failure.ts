import { apiError } from "../errors/api-error.ts";
import { connectionProblem } from "../errors/connection-problem.ts";
import type { Leap0Error } from "../errors/leap0-error.ts";
import { ConnectionError, TimeoutError } from "../errors/leap0-error.ts";
import { UnexpectedResponseError } from "../errors/unexpected-response-error.ts";
import { maxBodyBytes } from "../generated/facts.ts";
import type { Call } from "../transport/call.ts";
import type { Outcome } from "../transport/outcome.ts";
import { retryAfterMs } from "../transport/retry.ts";

/** The error for an outcome that is not a success. Everything from outside goes through the redactor. */
export function failure(outcome: Outcome, call: Call, sandboxHost?: string): Leap0Error {
  const { outcomeUnknown, attempts, redactor: redact } = call;
  const details = { operation: sandboxHost ? undefined : call.operation.id, outcomeUnknown };
  const host = sandboxHost ?? "the API";
  switch (outcome.kind) {
    case "response":
      return apiError(host, {
        ...details,
        status: outcome.status,
        headers: redact.headers(outcome.headers),
        body: redact.body(outcome.data),
        attempts,
        retryAfterMs: retryAfterMs(outcome.headers),
      });
    case "connection": {
      const cause = redact.cause(outcome.cause);
      const of = sandboxHost ? "" : ` after ${attempts} of ${call.maxRetries + 1} attempts`;
      return new ConnectionError(
        `no response from ${host}${of}: ${redact.excerpt(connectionProblem(outcome.cause))}`,
        { ...details, cause },
      );
    }
    case "redirect":
    case "undecodable":
      return new UnexpectedResponseError(
        outcome.kind === "redirect"
          ? `${host} returned ${outcome.status}, a redirect: it is never followed`
          : outcome.text === undefined
            ? `${host} returned ${outcome.status} with more than ${maxBodyBytes} bytes`
            : `${host} returned ${outcome.status} without its JSON object`,
        {
          ...details,
          status: outcome.status,
          headers: redact.headers(outcome.headers),
          body: outcome.text && redact.text(outcome.text),
        },
      );
    default:
      return new TimeoutError(
        outcome.kind === "total"
          ? `not done within totalTimeoutMs, after ${attempts} attempts`
          : `no complete response from ${host} within timeoutMs (${call.timeoutMs} ms), after ${attempts} attempts`,
        { ...details, limit: outcome.kind },
      );
  }
}
