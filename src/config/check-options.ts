import { invalid } from "../errors/leap0-error.ts";
import { authHeaders, listParameters } from "../generated/facts.ts";
import type { CallOptions, ClientOptions, Limits } from "./options.ts";
import type { Priority, RateLimit } from "./rate-limit.ts";

/** What an option must be, in words, and a test for it. */
type Kind = readonly [words: string, is: (value: unknown) => boolean];
type Kinds = Readonly<Record<string, Kind>>;

const isObject = (value: unknown): boolean => typeof value === "object" && value !== null;
const anObject: Kind = ["an object", isObject];
const a = (type: "string" | "function" | "boolean"): Kind => [`a ${type}`, (value) => typeof value === type];
const atLeast = (least: number, whole = ""): Kind => [
  `a ${whole}number, ${least} or more`,
  (value) => typeof value === "number" && value >= least && !(whole && value % 1),
];
const anything: Kind = ["", () => true];

// Every option there is. One that is missing here does not compile.

const oneOf = (...values: string[]): Kind => [
  `"${values.join('" or "')}"`,
  (value) => values.includes(value as string),
];

const limits = {
  timeoutMs: atLeast(1),
  totalTimeoutMs: atLeast(1),
  maxRetries: atLeast(0, "whole "),
  priority: oneOf(...(["high", "normal", "low"] satisfies Priority[])),
  headers: anObject,
} satisfies Record<keyof Limits | "headers", Kind>;

const callOptions: Kinds = {
  ...limits,
  signal: ["an AbortSignal", (value) => typeof (value as AbortSignal)?.throwIfAborted === "function"],
} satisfies Record<keyof CallOptions, Kind>;

const clientOptions: Kinds = {
  ...limits,
  apiKey: anything, // checked where it is read
  authHeader: oneOf(...authHeaders),
  baseUrl: a("string"),
  sandboxDomain: a("string"),
  rateLimit: ["false or an object", (value) => value === false || isObject(value)],
  dangerouslyAllowBrowser: a("boolean"),
  fetch: a("function"),
  onEvent: a("function"),
} satisfies Record<keyof ClientOptions, Kind>;

const rateLimit: Kinds = {
  requests: atLeast(1),
  perMs: atLeast(1),
  inFlight: atLeast(1),
  shared: anObject,
  share: ["a number above 0, at most 1", (value) => (value as number) > 0 && (value as number) <= 1],
} satisfies Record<keyof RateLimit, Kind>;

const named = (names: readonly string[]): Kinds => Object.fromEntries(names.map((name) => [name, anything]));

/** What openapi-fetch takes for one request, as far as it cannot lead the key past the transport. */
const requestOptions: Kinds = {
  ...callOptions,
  ...named(["params", "body", "parseAs", "querySerializer", "middleware"]),
};
const listQuery = named(listParameters);

/** Rejects an option that does not exist, and a value of the wrong kind. `undefined` stands for the default. */
function check(owner: string, given: unknown, kinds: Kinds): void {
  if (!isObject(given)) throw invalid("option", `${owner} must be an object`);
  // Inherited names too: what is passed instead of an object with options may be an AbortSignal.
  for (const name in given as object) {
    const kind = Object.hasOwn(kinds, name) && kinds[name];
    if (!kind) throw invalid("option", `${owner} cannot have ${name}${suggestion(name, Object.keys(kinds))}`);
    const value = (given as Record<string, unknown>)[name];
    if (value !== undefined && !kind[1](value)) throw invalid("option", `${name} must be ${kind[0]}`);
  }
}

function suggestion(name: string, names: string[]): string {
  const plain = (text: string) => text.toLowerCase().replace(/[^a-z]/g, "");
  const near = names.find((each) => plain(each).includes(plain(name)));
  return near ? `: did you mean ${near}?` : `, only ${names.join(", ")}`;
}

export const checkCallOptions = (given: unknown): void => check("options", given, callOptions);
export const checkRequestOptions = (given: unknown): void => check("options", given, requestOptions);
export const checkListQuery = (given: unknown): void => check("query", given, listQuery);

export function checkClientOptions(given: ClientOptions): void {
  check("options", given, clientOptions);
  if (given.rateLimit) check("rateLimit", given.rateLimit, rateLimit);
}
