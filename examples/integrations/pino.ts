import type { Leap0Event } from "leap0-fetch";
import type { Logger } from "pino";

/**
 * What the client does, in lines of a log: nothing of a call that goes well but its end, and whatever somebody may ask
 * about later of one that does not. Events hold no key, no id and no body, so there is nothing to redact.
 */
export function logTo(logger: Logger): (event: Leap0Event) => void {
  return ({ type, ...event }) => {
    switch (type) {
      case "retry":
      case "reconcile":
        logger.warn(event, `leap0 ${type}`);
        return;
      case "end": {
        const { outcome } = event as { outcome?: string };
        logger[outcome === "failure" ? "error" : "info"](event, "leap0 call");
        return;
      }
      default:
        logger.debug(event, `leap0 ${type}`);
    }
  };
}
