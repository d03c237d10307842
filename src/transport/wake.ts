import { invokeAddress } from "../config/base-url.ts";
import type { Configuration } from "../config/configuration.ts";
import { operations } from "../generated/operations.ts";
import type { Knock } from "../resources/resume.ts";
import { attempt } from "./attempt.ts";
import { beginCall } from "./call.ts";
import { now } from "./clock.ts";

/** One request to the sandbox's own host. Whether it woke is seen by reading the sandbox, not by what is answered. */
export const createKnock =
  (configuration: Configuration): Knock =>
  async (sandboxID, options) => {
    const { url, local } = invokeAddress(sandboxID, configuration.sandboxDomain);
    const call = beginCall(configuration, operations.getSandbox, { sandboxID }, options);
    const knock = async (url: string, headers = {}) => {
      const startedAt = now();
      const outcome = await attempt(call, { url, method: "GET", headers }, configuration);
      configuration.emit?.(call, {
        type: "wake",
        ...("status" in outcome ? { status: outcome.status } : { reason: outcome.kind }),
        durationMs: now() - startedAt,
      });
      return outcome;
    };
    const outcome = await knock(url);
    // Not every system resolves names below localhost.
    if (local && outcome.kind === "connection")
      await knock(local.url, { "x-forwarded-host": local.forwardedHost });
  };
