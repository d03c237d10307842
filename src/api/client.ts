import { failure, redactorOf } from "../call/failure.ts";
import type { Answer } from "../call/outcome.ts";
import type { Send } from "../call/send.ts";
import type { Configuration } from "../configuration/configuration.ts";
import { InvalidRequestError } from "../errors/leap0-error.ts";
import { operations } from "../generated/operations.ts";
import { type Api, carry, createCarrier, type Init } from "./carry.ts";

const VERBS = ["GET", "PUT", "POST", "DELETE", "OPTIONS", "HEAD", "PATCH", "TRACE"] as const;
/** What would lead a call round the transport, and the key with it. */
const FIXED = ["baseUrl", "fetch", "Request", "bodySerializer", "pathSerializer"];

interface Fetched {
  error?: unknown;
  response: Response;
}

/** The way of `client.api`: openapi-fetch as its users know it, on our transport. */
export function createApi(configuration: Configuration, send: Send): Api {
  const carrier = createCarrier(configuration);

  const request = async (method: string, path: string, init: Init & Record<string, unknown> = {}) => {
    const operation = Object.values(operations).find(
      (each) => each.path === path && each.method === method.toUpperCase(),
    );
    const fixed = FIXED.find((name) => init[name] !== undefined);
    if (!operation || fixed)
      throw new InvalidRequestError(
        operation
          ? `${fixed} is the client's and cannot be set for a call`
          : `the description has no ${method} ${path}`,
      );
    const result = await carry<Fetched>(
      carrier,
      send,
      configuration,
      operation,
      init,
      (outcome, call, sent) => {
        if (outcome.kind !== "answer") throw failure(outcome, call, sent);
        if (outcome.ok) return respond(outcome, outcome.text, outcome.headers);
        const redact = redactorOf(call, sent);
        const { data } = outcome;
        const text =
          typeof data === "string" || data === undefined
            ? redact.text(outcome.text)
            : JSON.stringify(redact.body(data));
        return respond(outcome, text, redact.headers(outcome.headers));
      },
    );
    // A failure without a body, or with one like `0`, would look like a success to `if (error)`.
    if (!result.response.ok) result.error ||= { message: `${result.response.status} without a body` };
    return result;
  };

  const verbs = VERBS.map((verb) => [
    verb,
    (path: string, init?: Init) => request(verb, path, init as never),
  ]);
  return { ...carrier, ...Object.fromEntries(verbs), request };
}

/** A response of the platform's own, its body unread. */
function respond({ status }: Answer, text: string, received: Headers): Response {
  const headers = new Headers(received);
  if (!text) {
    // Without both, openapi-fetch would read nothing as JSON.
    headers.set("content-length", "0");
    headers.delete("transfer-encoding");
  }
  const response = new Response(text || null, { status: Math.min(status, LAST_STATUS), headers });
  // A platform hands out statuses that it does not let anybody make.
  if (status > LAST_STATUS) Object.defineProperty(response, "status", { value: status });
  return response;
}

const LAST_STATUS = 599;
