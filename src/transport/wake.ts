import type { Configuration } from "../config/configuration.ts";
import { plainHeaders } from "../config/headers.ts";
import type { CallOptions } from "../config/options.ts";
import { identity } from "../config/platform.ts";
import { sandboxHost } from "../config/urls.ts";
import { operations } from "../generated/operations.ts";
import { beginCall, type Call } from "./call.ts";
import { now } from "./clock.ts";
import { exchange } from "./exchange.ts";
import type { Outcome } from "./outcome.ts";

/** What a wake request came to. Only reading the sandbox tells whether it woke. */
export interface Woken {
  readonly outcome: Outcome;
  readonly call: Call;
}

/** Makes what sends one request to a sandbox's own host; throws where that host is not known. */
export type Wake = (sandboxID: string, options: CallOptions) => () => Promise<Woken>;

export const createWake =
  (configuration: Configuration): Wake =>
  (sandboxID, options) => {
    const { authHeader, sandboxDomain, baseUrl, emit } = configuration;
    const { url, headers: hostHeaders } = sandboxHost(sandboxID, sandboxDomain, baseUrl);
    // Not the client's headers: code in the sandbox may read them.
    const { "user-agent": userAgent } = identity();
    const headers = plainHeaders(authHeader, { "user-agent": userAgent }, options.headers, hostHeaders);
    return async () => {
      const call = beginCall(configuration, operations.getSandbox, { sandboxID }, options);
      const startedAt = now();
      const outcome = await exchange(call, { url, method: "GET", headers }, configuration);
      emit?.(call, {
        type: "wake",
        status: outcome.status,
        reason: outcome.headers ? undefined : outcome.kind,
        durationMs: now() - startedAt,
      });
      return { outcome, call };
    };
  };
