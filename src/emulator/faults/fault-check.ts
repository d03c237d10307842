import { operations } from "../description.ts";

/** What is wrong with an injection from JavaScript or from the control route, where no compiler has looked. */
export function problemWith(value: unknown): string | undefined {
  if (!isRecord(value)) return "an injection must be an object";
  const { operation, fault, times, skip, sandboxID } = value;
  if (
    operation !== "*" &&
    operation !== "invoke" &&
    !(typeof operation === "string" && Object.hasOwn(operations, operation))
  )
    return `operation must be one of *, invoke, ${Object.keys(operations).join(", ")}`;
  if (times !== undefined && !isCount(times, 1)) return "times must be a whole number from 1, or Infinity";
  if (skip !== undefined && !isCount(skip, 0)) return "skip must be a whole number from 0";
  if (sandboxID !== undefined && typeof sandboxID !== "string") return "sandboxID must be a string";
  return isRecord(fault) ? problemWithFault(fault) : "fault must be an object";
}

function problemWithFault(fault: Record<string, unknown>): string | undefined {
  if (fault.applies !== undefined && typeof fault.applies !== "boolean")
    return "fault.applies must be true or false";
  switch (fault.kind) {
    case "status":
      if (!Number.isInteger(fault.status) || !between(fault.status, 200, 599))
        return "fault.status must be a whole number from 200 to 599";
      return fault.headers === undefined || areHeaders(fault.headers)
        ? undefined
        : "fault.headers must map header names to strings";
    case "delay":
      return between(fault.ms, 0, 2 ** 31 - 1) ? undefined : "fault.ms must be a number of milliseconds";
    case "stall":
      return fault.where === "headers" || fault.where === "body"
        ? undefined
        : "fault.where must be headers or body";
    case "reset":
      return [undefined, "headers", "body"].includes(fault.where as never)
        ? undefined
        : "fault.where must be headers or body";
    case "truncated":
      return undefined;
    case "body":
      return ["html", "text", "empty", "null"].includes(fault.body as never)
        ? undefined
        : "fault.body must be html, text, empty or null";
    case "redirect":
      if (!areHeaders({ location: fault.location }) || fault.location === "")
        return "fault.location must be a URL";
      return [undefined, 301, 302, 303, 307, 308].includes(fault.status as never)
        ? undefined
        : "fault.status must be 301, 302, 303, 307 or 308";
    default:
      return "fault.kind must be status, delay, stall, reset, truncated, body or redirect";
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The platform knows which names and values can be sent. */
function areHeaders(value: unknown): boolean {
  const values = isRecord(value) ? Object.values(value) : [undefined];
  if (!values.every((entry) => typeof entry === "string" && !/[\r\n]/.test(entry))) return false;
  try {
    new Headers(value as Record<string, string>);
    return true;
  } catch {
    return false;
  }
}

function isCount(value: unknown, least: number): boolean {
  return value === Number.POSITIVE_INFINITY || (Number.isInteger(value) && (value as number) >= least);
}

function between(value: unknown, least: number, most: number): boolean {
  return typeof value === "number" && value >= least && value <= most;
}
