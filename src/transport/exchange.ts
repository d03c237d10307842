import type { Configuration } from "../config/configuration.ts";
import type { PlainHeaders } from "../config/headers.ts";
import type { Call } from "./call.ts";
import { now } from "./clock.ts";
import { bounded } from "./deadline.ts";
import { neverSent } from "./never-sent.ts";
import { type Outcome, readOutcome } from "./outcome.ts";
import { letGo } from "./read-body.ts";

/** What is sent, without the key: that is asked for at every attempt. */
export interface OutgoingRequest {
  readonly url: string;
  readonly method: string;
  readonly headers: PlainHeaders;
  readonly body?: string | undefined;
}

/** Sends a request once and reads the response, within the time limit of the attempt and what is left of the call's. */
export function exchange(
  call: Call,
  request: OutgoingRequest,
  configuration: Configuration,
): Promise<Outcome> {
  const controller = new AbortController();
  const { signal } = controller;
  const left = call.deadline - now();
  let sent = false;
  const expired = (): Outcome => ({
    kind: left < call.timeoutMs ? "total" : "attempt",
    neverSent: sent ? undefined : "for now",
  });

  const work = async (): Promise<Outcome> => {
    const key = await configuration.apiKey();
    call.redactor.remember(key);
    // The caller left, or the limit passed, while the key was fetched.
    if (signal.aborted) return expired();
    const { method, body } = request;
    const headers: Record<string, string> = Object.assign({}, request.headers);
    headers[configuration.authHeader] = `Bearer ${key}`;
    if (body !== undefined) headers["content-type"] = "application/json";
    const { cache } = configuration;
    // Literals and assignments, no spread of one into the other: that is the slow way to make an object, and this is
    // made for every attempt.
    const init = { method, headers, body, signal, redirect: "manual", cache } as RequestInit;
    let response: Response | undefined;
    try {
      sent = true;
      response = await (configuration.fetch ?? fetch)(request.url, init);
      if (!signal.aborted) return await readOutcome(response, call.operation.success !== 204);
      // A `fetch` that does not know about signals.
      letGo(response.body);
      return expired();
    } catch (cause) {
      return { kind: "connection", neverSent: response ? undefined : neverSent(cause), cause };
    }
  };

  return bounded(work(), Math.min(left, call.timeoutMs), call.signal, expired, () => controller.abort());
}
