import { invokeUrl } from "../configuration/base-url.ts";
import type { Configuration } from "../configuration/configuration.ts";
import { operations } from "../generated/operations.ts";
import type { Knock } from "../resources/resume.ts";
import { attempt } from "./attempt.ts";
import { beginCall } from "./call.ts";

/** One request to the sandbox's own host. Whether it woke is seen by reading the sandbox, not by what is answered. */
export const createKnock =
  (configuration: Configuration): Knock =>
  async (sandboxID, options) => {
    const call = beginCall(configuration, operations.getSandbox, { sandboxID }, options);
    await attempt(
      call,
      { url: invokeUrl(sandboxID, configuration.sandboxDomain), method: "GET", headers: new Headers() },
      configuration,
    );
  };
