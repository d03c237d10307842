import type { OperationId } from "../description.ts";
import { problemWith } from "./fault-check.ts";
import type { Fault, Injected, Injection } from "./faults.ts";

/** The faults that are waiting for requests. */
export interface Faults {
  inject(injection: Injection): Injected;
  /** The fault that hits this request. It is used up by that. */
  take(operation: OperationId | "invoke", sandboxID: string | undefined): Fault | undefined;
  list(): (Pick<Injected, "id" | "hits" | "remaining"> & { readonly injection: Injection })[];
  remove(id: string): boolean;
  clear(): void;
}

interface Waiting {
  readonly id: string;
  readonly injection: Injection;
  skip: number;
  remaining: number;
  hits: number;
}

export function createFaults(): Faults {
  let waiting: Waiting[] = [];
  let count = 0;

  const remove = (id: string) => {
    const before = waiting.length;
    waiting = waiting.filter((entry) => entry.id !== id);
    return waiting.length < before;
  };

  return {
    inject(injection) {
      const problem = problemWith(injection);
      if (problem) throw new TypeError(`inject: ${problem}`);
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
    take(operation, sandboxID) {
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
    clear() {
      waiting = [];
    },
  };
}

function matches({ injection }: Waiting, operation: string, sandboxID: string | undefined): boolean {
  if (injection.operation !== "*" && injection.operation !== operation) return false;
  return injection.sandboxID === undefined || injection.sandboxID === sandboxID;
}
