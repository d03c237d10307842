import { operations } from "../description.ts";
import { isRecord, unknownName } from "../model/names.ts";
import type { Fault } from "./faults.ts";

/** What is wrong with an injection from JavaScript or from the control route, where no compiler has checked it. */
export function problemWith(value: unknown): string | undefined {
  const unknown = unknownName(value, ["operation", "fault", "times", "skip", "sandboxID"]);
  if (unknown) return unknown;
  const { operation, fault, times, skip, sandboxID } = value as Record<string, unknown>;
  if (!isTarget(operation))
    return `operation must be one of *, invoke, ${Object.keys(operations).join(", ")}`;
  if (times !== undefined && !isCount(times, 1)) return "times must be a whole number from 1, or Infinity";
  if (skip !== undefined && !isCount(skip, 0)) return "skip must be a whole number from 0";
  if (sandboxID !== undefined && typeof sandboxID !== "string") return "sandboxID must be a string";
  return isRecord(fault) ? problemWithFault(fault) : "fault must be an object";
}

const FIELDS: Readonly<Record<Fault["kind"], readonly string[]>> = {
  status: ["status", "headers", "body", "applies"],
  delay: ["ms"],
  stall: ["where", "applies"],
  reset: ["where", "applies"],
  truncated: [],
  body: ["body"],
  redirect: ["location", "status", "applies"],
};

function problemWithFault(fault: Record<string, unknown>): string | undefined {
  const kind = String(fault.kind);
  if (!isKind(kind)) return `fault.kind must be one of ${Object.keys(FIELDS).join(", ")}`;
  const unknown = unknownName(fault, ["kind", ...FIELDS[kind]]);
  if (unknown) return `fault: ${unknown}`;
  if (fault.applies !== undefined && typeof fault.applies !== "boolean")
    return "fault.applies must be true or false";
  return problemOf(kind, fault);
}

function problemOf(kind: Fault["kind"], fault: Record<string, unknown>): string | undefined {
  switch (kind) {
    case "status":
      if (!Number.isInteger(fault.status) || !between(fault.status, 200, 599))
        return "fault.status must be a whole number from 200 to 599";
      if (fault.headers !== undefined && !areHeaders(fault.headers))
        return "fault.headers must map header names to strings";
      return canBeJson(fault.body) ? undefined : "fault.body must be text, or a value that JSON can hold";
    case "delay":
      return between(fault.ms, 0, 2 ** 31 - 1) ? undefined : "fault.ms must be a number of milliseconds";
    case "stall":
    case "reset":
      return oneOf(
        "where",
        fault.where,
        kind === "reset" ? [undefined, "headers", "body"] : ["headers", "body"],
      );
    case "truncated":
      return undefined;
    case "body":
      return oneOf("body", fault.body, ["html", "text", "empty", "null"]);
    case "redirect":
      if (!areHeaders({ location: fault.location }) || fault.location === "")
        return "fault.location must be a URL";
      return oneOf("status", fault.status, [undefined, 301, 302, 303, 307, 308]);
  }
}

function oneOf(field: string, value: unknown, allowed: readonly unknown[]): string | undefined {
  if (allowed.includes(value)) return undefined;
  return `fault.${field} must be one of ${allowed.filter((entry) => entry !== undefined).join(", ")}`;
}

function isTarget(operation: unknown): boolean {
  if (operation === "*" || operation === "invoke") return true;
  return typeof operation === "string" && Object.hasOwn(operations, operation);
}

function isKind(kind: string): kind is Fault["kind"] {
  return Object.hasOwn(FIELDS, kind);
}

function canBeJson(body: unknown): boolean {
  if (body === undefined) return true;
  try {
    return JSON.stringify(body) !== undefined;
  } catch {
    return false;
  }
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
