import type { Configuration } from "../config/configuration.ts";
import type { PlainHeaders } from "../config/headers.ts";
import { bounded } from "./bounded.ts";
import type { Call } from "./call.ts";
import { now } from "./clock.ts";
import type { Outcome } from "./outcome.ts";
import { readOutcome } from "./outcome.ts";

/** What an attempt sends, without the key: that is asked for anew each time. */
export interface OutgoingRequest {
  readonly url: string;
  readonly method: string;
  readonly headers: PlainHeaders;
  readonly body?: string | undefined;
}

/** Sends a request once and reads its answer, within the attempt's limit and what is left of the call's. */
export function attempt(
  call: Call,
  request: OutgoingRequest,
  configuration: Configuration,
): Promise<Outcome> {
  const controller = new AbortController();
  const { signal } = controller;
  const left = call.deadline - now();
  let sent = false;
  const expired = (): Outcome => ({ kind: left < call.timeoutMs ? "total" : "attempt", sent });

  const exchange = async (): Promise<Outcome> => {
    const key = await configuration.apiKey();
    call.redactor.remember(key);
    // The caller left, or the limit passed, while the key was fetched.
    if (signal.aborted) return expired();
    const { method, body } = request;
    const headers: Record<string, string> = Object.assign({}, request.headers);
    headers[configuration.authHeader] = `Bearer ${key}`;
    if (body !== undefined) headers["content-type"] = "application/json";
    const { redirect, cache } = configuration.fetchSettings;
    // Literals and assignments, no spread of one into the other: that is the slow way to make an object, and this is
    // made for every attempt.
    const init = { method, headers, body, signal, redirect, cache } as RequestInit;
    try {
      sent = true;
      const response = await (configuration.fetch ?? fetch)(request.url, init);
      if (!signal.aborted) return await readOutcome(response, call.operation.success !== 204);
      // A `fetch` that does not know about signals answered all the same.
      await response.body?.cancel();
      return expired();
    } catch (cause) {
      return { kind: "connection", sent: mayHaveArrived(cause), cause };
    }
  };

  return bounded(exchange(), Math.min(left, call.timeoutMs), call.signal, () => controller.abort(), expired);
}

/** Whether the request may have reached the API, by the names that platforms give to failures to connect. */
function mayHaveArrived(error: unknown): boolean {
  const { message, cause } = Object(error) as Error;
  const { code, message: detail } = Object(cause ?? error) as { code?: unknown; message?: unknown };
  return !/refused|ENOTFOUND|EAI_AGAIN|CONNECT_TIMEOUT|UNREACH/i.test(`${code} ${message} ${detail}`);
}
