import { invalid } from "../errors/leap0-error.ts";
import { authHeaders, listParameters } from "../generated/facts.ts";
import type { CallOptions, ClientOptions, Limits } from "./options.ts";
import type { Priority, RateLimit, SharedRateLimit } from "./rate-limit.ts";

/** Says in words what an option must be; empty where the value is that. */
type Kind = (value: unknown) => string | false;
export type Kinds<Name extends PropertyKey = string> = Readonly<Record<Name, Kind>>;

const a =
  (type: "string" | "function" | "boolean"): Kind =>
  (value) =>
    typeof value !== type && `a ${type}`;
const anObject: Kind = (value) => (typeof value !== "object" || !value) && "an object";
const atLeast =
  (least: number): Kind =>
  (value) =>
    !(typeof value === "number" && value >= least) && `a number, ${least} or more`;
const oneOf =
  (...values: string[]): Kind =>
  (value) =>
    !values.includes(value as string) && values.join(" or ");
const anything: Kind = () => false;

/**
 * Every option there is: one that is missing here does not compile. Made by a function that is marked as pure, so that a
 * bundle without a client does not keep it.
 */
export const kinds = /* @__PURE__ */ (() => {
  const limits: Kinds<keyof Limits | "headers"> = {
    timeoutMs: atLeast(1),
    totalTimeoutMs: atLeast(1),
    maxRetries: (value) => atLeast(0)(value) || ((value as number) % 1 > 0 && "a whole number"),
    priority: oneOf(...(["high", "normal", "low"] satisfies Priority[])),
    headers: anObject,
  };
  const call: Kinds<keyof CallOptions> = {
    ...limits,
    signal: (value) => !(value as AbortSignal)?.throwIfAborted && "an AbortSignal",
  };
  const client: Kinds<keyof ClientOptions> = {
    ...limits,
    apiKey: anything, // checked where it is read
    authHeader: oneOf(...authHeaders),
    baseUrl: a("string"),
    sandboxDomain: a("string"),
    rateLimit: (value) => value !== false && anObject(value),
    dangerouslyAllowBrowser: a("boolean"),
    fetch: a("function"),
    onEvent: a("function"),
  };
  const rateLimit: Kinds<keyof RateLimit> = {
    requests: atLeast(1),
    perMs: atLeast(1),
    inFlight: atLeast(1),
    shared: (value) => !(value as SharedRateLimit)?.join && "a shared limit",
    share: (value) => !((value as number) > 0 && (value as number) <= 1) && "above 0, at most 1",
  };
  const named = (names: readonly string[]): Kinds =>
    Object.fromEntries(names.map((name) => [name, anything]));
  const request: Kinds = {
    ...call,
    ...named(["params", "body", "querySerializer", "middleware"]),
    parseAs: oneOf("json", "text", "stream", "blob", "arrayBuffer"),
  };
  return { call, client, rateLimit, request, listQuery: named(listParameters) };
})();

/** Rejects an option that does not exist, and a value of the wrong kind. `undefined` stands for the default. */
export function check(given: unknown, table: Kinds, owner = "options"): void {
  const mustBe = (name: string, kind: string | false) => {
    if (kind) throw invalid("option", `${name} must be ${kind}`);
  };
  mustBe(owner, Array.isArray(given) ? "an object, not a list" : anObject(given));
  // Inherited names too: what is passed instead of an object with options may be an AbortSignal.
  for (const name in given as object) {
    if (!Object.hasOwn(table, name)) {
      const names = Object.keys(table);
      const near = names.find((each) => letters(each).includes(letters(name)));
      throw invalid("option", `${owner} cannot have ${name}: did you mean ${near ?? names.join(", ")}?`);
    }
    const value = (given as Record<string, unknown>)[name];
    mustBe(name, value !== undefined && (table[name] as Kind)(value));
  }
}

const letters = (text: string): string => text.toLowerCase().replace(/[^a-z]/g, "");

export function checkClientOptions(given: ClientOptions): void {
  check(given, kinds.client);
  if (given.rateLimit) check(given.rateLimit, kinds.rateLimit, "rateLimit");
}
