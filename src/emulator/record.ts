import type { OperationId } from "./description.ts";
import type { Fault } from "./faults.ts";

/** What became of one request. It holds nothing that was sent but the method and the path. */
export interface RequestRecord {
  /** Absent when the request was for no operation: an unknown path, or a method that the path does not have. */
  readonly operation?: OperationId | "invoke" | "control";
  readonly method: string;
  /** Without the query. The emulator's keys are blacked out, should somebody have put one there. */
  readonly path: string;
  /** The status answered; or that there was none: the connection was reset or stalled, or the caller did not wait. */
  readonly status: number | "reset" | "stall" | "abandoned";
  /** Whether the request changed the emulator's state, whatever the caller was told. */
  readonly applied: boolean;
  /** The fault it was hit by. */
  readonly fault?: Fault["kind"];
  /** Milliseconds on the machine's clock. */
  readonly ms: number;
}

/** Keeps the latest records. */
export interface RequestLog {
  add(record: RequestRecord): void;
  list(): readonly RequestRecord[];
  clear(): void;
}

const KEPT = 10_000;

export function createRequestLog(onRequest: ((record: RequestRecord) => void) | undefined): RequestLog {
  let records: RequestRecord[] = [];
  return {
    add(record) {
      if (records.length >= 2 * KEPT) records = records.slice(-KEPT);
      records.push(record);
      onRequest?.(record);
    },
    list: () => records.slice(-KEPT),
    clear() {
      records = [];
    },
  };
}
