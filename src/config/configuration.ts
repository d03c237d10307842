import { createRedactor, type Redactor } from "../errors/redact.ts";
import type { Leap0Event } from "../events.ts";
import * as facts from "../generated/facts.ts";
import type { OperationId } from "../generated/operations.ts";
import { type KeySource, keySource } from "./api-key.ts";
import { checkClientOptions } from "./check-options.ts";
import { type PlainHeaders, plainHeaders } from "./headers.ts";
import type { ClientOptions, Limits } from "./options.ts";
import { cacheMode, identity, rejectBrowser } from "./platform.ts";
import { type Priority, type ResolvedRateLimit, resolveRateLimit } from "./rate-limit.ts";
import { checkBaseUrl, checkSandboxDomain } from "./urls.ts";

/** What an event says of the call that it belongs to. */
interface EventSource {
  readonly number: number;
  readonly operation: { readonly id: OperationId };
}

/** What an event has of its own. A field that is optional may be `undefined`: the observer does not get it then. */
type OwnFields<Event> = Event extends Leap0Event
  ? {
      [Name in keyof Event as Exclude<Name, "call" | "operation">]:
        | Event[Name]
        | (Event extends Record<Name, unknown> ? never : undefined);
    }
  : never;

/** {@link ClientOptions}, checked and with every default filled in. */
export interface Configuration extends Omit<Limits, "priority"> {
  readonly apiKey: KeySource;
  readonly authHeader: string;
  readonly baseUrl: string;
  /** Missing where nobody named one for another API than Leap0's own. */
  readonly sandboxDomain: string | undefined;
  readonly headers: PlainHeaders;
  readonly rateLimit: ResolvedRateLimit | undefined;
  readonly priority: Priority;
  readonly redactor: Redactor;
  readonly fetch?: ClientOptions["fetch"];
  readonly cache: ReturnType<typeof cacheMode>;
  readonly emit: ((call: EventSource, event: OwnFields<Leap0Event>) => void) | undefined;
}

export function configure(options: ClientOptions): Configuration {
  checkClientOptions(options);
  rejectBrowser(options.dangerouslyAllowBrowser);
  const {
    apiKey = environment("LEAP0_API_KEY"),
    authHeader = facts.authHeaders[0],
    baseUrl = environment("LEAP0_BASE_URL") ?? facts.baseUrl,
    sandboxDomain = environment("LEAP0_SANDBOX_DOMAIN"),
    rateLimit,
    onEvent,
  } = options;
  const key = keySource(apiKey);
  const base = checkBaseUrl(baseUrl);
  return {
    ...options,
    apiKey: key,
    authHeader,
    baseUrl: base,
    sandboxDomain: checkSandboxDomain(sandboxDomain, base),
    headers: plainHeaders(authHeader, identity(), options.headers),
    rateLimit: resolveRateLimit(rateLimit, key),
    priority: options.priority ?? "normal",
    redactor: createRedactor(),
    cache: cacheMode(),
    emit: onEvent && ((call, event) => void tell(onEvent, call, event)),
  };
}

/** Calls the observer. One that fails must not fail the call. */
async function tell(
  onEvent: NonNullable<ClientOptions["onEvent"]>,
  call: EventSource,
  event: object,
): Promise<void> {
  const fields = Object.entries({ ...event, call: call.number, operation: call.operation.id });
  try {
    await onEvent(
      Object.fromEntries(fields.filter(([, value]) => value !== undefined)) as unknown as Leap0Event,
    );
  } catch {
    // What an observer throws is ignored.
  }
}

/** A variable of the environment, on the platforms that have one and let us read it. Empty counts as not set. */
function environment(name: string): string | undefined {
  try {
    const { process } = globalThis as { process?: { env?: Record<string, string | undefined> } };
    return process?.env?.[name] || undefined;
  } catch {
    return undefined;
  }
}
