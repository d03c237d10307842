import type { OperationId } from "./description.ts";
import type { Fault } from "./faults/faults.ts";
import { type Call, pathOf } from "./http/call.ts";

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

/** What is noted about a request while it is answered, so that it is known even when nobody waits for the end. */
export interface Notes {
  operation?: OperationId | "invoke" | "control";
  fault?: Fault["kind"];
  applied: boolean;
}

/** Makes records in which the keys do not show, should somebody have put one into a path. */
export function createRecorder(keys: readonly (string | undefined)[]) {
  // A short one would black out parts of ordinary words.
  const long = keys.filter((key) => key !== undefined && key.length > 7) as string[];

  return (call: Call, notes: Notes, status: RequestRecord["status"], ms: number): RequestRecord => {
    const { operation, applied, fault } = notes;
    const path = long.reduce((text, key) => text.replaceAll(key, "***"), pathOf(call.target));
    // Spelt out: spreading the notes costs more than answering does.
    const { method } = call;
    if (operation === undefined) return { method, path, status, applied, ms };
    if (fault === undefined) return { operation, method, path, status, applied, ms };
    return { operation, method, path, status, applied, fault, ms };
  };
}

/** Keeps the latest records. */
export interface RequestLog {
  add(record: RequestRecord): void;
  list(): readonly RequestRecord[];
  clear(): void;
}

/** Few enough to be forgotten before they cost the garbage collector anything. */
const KEPT = 1000;

export function createRequestLog(onRequest: ((record: RequestRecord) => void) | undefined): RequestLog {
  let records: RequestRecord[] = [];
  return {
    add(record) {
      if (records.length >= 2 * KEPT) records = records.slice(-KEPT);
      records.push(record);
      tell(onRequest, record);
    },
    list: () => records.slice(-KEPT),
    clear() {
      records = [];
    },
  };
}

/** An observer that fails must not change the answer. */
function tell(onRequest: ((record: RequestRecord) => void) | undefined, record: RequestRecord): void {
  try {
    onRequest?.(record);
  } catch {
    // Its own affair.
  }
}
