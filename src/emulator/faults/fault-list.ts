import { type OperationId, operations } from "../description.ts";
import {
  demand,
  isRecord,
  type Kind,
  type Kinds,
  numberFrom,
  oneOf,
  required,
  text,
  trueOrFalse,
} from "../model/kinds.ts";
import type { Fault, Injected, Injection } from "./faults.ts";

interface Waiting {
  readonly id: string;
  readonly injection: Injection;
  skip: number;
  remaining: number;
  hits: number;
}

export type Faults = ReturnType<typeof createFaults>;

/** The faults that are waiting for requests. */
export function createFaults() {
  let waiting: Waiting[] = [];
  let count = 0;

  const remove = (id: string) => {
    const before = waiting.length;
    waiting = waiting.filter((entry) => entry.id !== id);
    return waiting.length < before;
  };

  return {
    inject(injection: Injection): Injected {
      demandUsable(injection);
      const entry: Waiting = {
        id: `fault-${++count}`,
        injection,
        skip: injection.skip ?? 0,
        remaining: injection.times ?? 1,
        hits: 0,
      };
      waiting.push(entry);
      return {
        id: entry.id,
        get hits() {
          return entry.hits;
        },
        get remaining() {
          return waiting.includes(entry) ? entry.remaining : 0;
        },
        remove: () => void remove(entry.id),
      };
    },
    /** The fault that hits this request. It is used up by that. */
    take(operation: OperationId | "invoke", sandboxID: string | undefined): Fault | undefined {
      if (waiting.length === 0) return undefined;
      const entry = waiting.find(
        (candidate) => matches(candidate, operation, sandboxID) && candidate.skip-- <= 0,
      );
      if (!entry) return undefined;
      entry.hits++;
      if (--entry.remaining <= 0) remove(entry.id);
      return entry.injection.fault;
    },
    list: () => waiting.map(({ id, hits, remaining, injection }) => ({ id, hits, remaining, injection })),
    remove,
    clear(): void {
      waiting = [];
    },
  };
}

function matches({ injection }: Waiting, operation: string, sandboxID: string | undefined): boolean {
  if (injection.operation !== "*" && injection.operation !== operation) return false;
  return injection.sandboxID === undefined || injection.sandboxID === sandboxID;
}

const injectionKinds = {
  operation: required(oneOf("*", "invoke", ...Object.keys(operations))),
  fault: required([isRecord, "an object"]),
  times: numberFrom(1, Number.POSITIVE_INFINITY, "whole"),
  skip: numberFrom(0, Number.POSITIVE_INFINITY, "whole"),
  sandboxID: text,
} satisfies Record<keyof Injection, Kind>;

const applies = trueOrFalse;
const where = oneOf("headers", "body");
const headers: Kind = [areHeaders, "an object of header names and text"];
const location: Kind = [(value) => value !== "" && areHeaders({ location: value }), "a URL"];

/** The fields of each fault. */
const faultKinds: Readonly<Record<Fault["kind"], Kinds>> = {
  status: {
    status: required(numberFrom(200, 599, "whole")),
    headers,
    body: [isJson, "text, or a value that JSON can hold"],
    applies,
  },
  delay: { ms: required(numberFrom(0, 2 ** 31 - 1)) },
  stall: { where: required(where), applies },
  reset: { where, applies },
  truncated: {},
  body: { body: required(oneOf("html", "text", "empty", "null")) },
  redirect: { location: required(location), status: oneOf(301, 302, 303, 307, 308), applies },
};
const kind = required(oneOf(...Object.keys(faultKinds)));

/** An injection from JavaScript or from the control routes has been checked by no compiler. @throws TypeError */
function demandUsable(injection: Injection): void {
  demand("inject", injection, injectionKinds);
  const { fault } = injection;
  // Which fields there are depends on the kind, so that is checked first.
  demand("inject: fault", { kind: fault.kind }, { kind });
  demand("inject: fault", fault, { kind, ...faultKinds[fault.kind] });
}

function isJson(body: unknown): boolean {
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
