import type { Leap0Event } from "leap0-fetch";
import type { RequestRecord } from "leap0-fetch/emulator";

interface Described {
  readonly text: string;
  readonly tone: "good" | "bad" | "wait" | "plain";
}

const time = (ms: number) => (ms < 1000 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(1)} s`);
const of = (status: number): Described["tone"] => (status < 400 ? "good" : "bad");

/** An event of the client, in words. */
export function describeEvent(event: Leap0Event): Described | undefined {
  const { operation } = event;
  switch (event.type) {
    case "attempt":
      return { text: `${operation}: attempt ${event.attempt}`, tone: "plain" };
    case "response":
      return { text: `${operation}: response ${event.status}`, tone: of(event.status) };
    case "retry":
      return {
        text: `${operation}: ${event.status ?? event.reason}; backoff of ${time(event.waitMs)}`,
        tone: "wait",
      };
    case "reconcile":
      return {
        text: `${operation}: reconcile: ${event.result}`,
        tone: event.result === "done" ? "good" : "wait",
      };
    case "rate-limit":
      return { text: `${operation}: the rate limiter held it for ${time(event.waitMs)}`, tone: "wait" };
    case "end":
      return {
        text: `${operation}: ${event.outcome} after ${time(event.durationMs)}`,
        tone: event.outcome === "success" ? "good" : "bad",
      };
    default:
      return { text: `${operation}: ${event.type}`, tone: "plain" };
  }
}

/** A request that the emulator got, in words. */
export function describeRequest({
  method,
  path,
  operation,
  status,
  applied,
  fault,
}: RequestRecord): Described {
  const ending =
    typeof status === "number"
      ? status
      : { reset: "connection reset", stall: "no response", abandoned: "the client left" }[status];
  const carried =
    fault || typeof status !== "number" ? (applied ? ", carried out" : ", not carried out") : "";
  const host = operation === "invoke" ? " (sandbox host)" : "";
  return {
    text: `${method} ${path}${host} → ${ending}${carried}`,
    tone: typeof status === "number" ? of(status) : "bad",
  };
}
