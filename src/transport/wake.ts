import { invokeAddress } from "../config/base-url.ts";
import type { Configuration } from "../config/configuration.ts";
import type { CallOptions } from "../config/options.ts";
import { operations } from "../generated/operations.ts";
import { attempt } from "./attempt.ts";
import { beginCall } from "./call.ts";
import { now } from "./clock.ts";

/** Sends one request to a sandbox's own host. Only reading the sandbox tells whether it woke. */
export type Wake = (sandboxID: string, options: CallOptions) => Promise<void>;

export const createWake =
  (configuration: Configuration): Wake =>
  async (sandboxID, options) => {
    const { url, local } = invokeAddress(sandboxID, configuration.sandboxDomain);
    const call = beginCall(configuration, operations.getSandbox, { sandboxID }, options);
    const request = async (url: string, headers = {}) => {
      const startedAt = now();
      const outcome = await attempt(call, { url, method: "GET", headers }, configuration);
      configuration.emit?.(call, {
        type: "wake",
        ...("status" in outcome ? { status: outcome.status } : { reason: outcome.kind }),
        durationMs: now() - startedAt,
      });
      return outcome;
    };
    const outcome = await request(url);
    // Not every system resolves names below localhost.
    if (local && outcome.kind === "connection")
      await request(local.url, { "x-forwarded-host": local.forwardedHost });
  };
