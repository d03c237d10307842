import type { OperationId } from "../description.ts";
import type { Fault } from "../faults/faults.ts";
import { pathOf, type WireRequest } from "../http/wire.ts";
import { isLiteral } from "./routes.ts";

/** What became of one request. It holds nothing that was sent but the method, the path and a sandbox's host. */
export interface RequestRecord {
  /** Absent when the request was for no operation: an unknown path, or a method that the path does not have. */
  readonly operation?: OperationId | "invoke" | "control";
  readonly method: string;
  /** The sandbox host, when the request was for a sandbox itself. */
  readonly host?: string;
  /** Without the query. A part that holds one of the emulator's keys is `[redacted]`. */
  readonly path: string;
  /** The status returned; or that there was none: the connection was reset or stalled, or the caller did not wait. */
  readonly status: number | "reset" | "stall" | "abandoned";
  /** Whether the request changed the emulator's state, whatever its caller received. */
  readonly applied: boolean;
  /** The fault that hit it. */
  readonly fault?: Fault["kind"];
  /** Milliseconds on the machine's clock. */
  readonly ms: number;
}

/** What is noted about a request on its way, so that it is known even when nobody waits for the end. */
export interface Notes {
  operation?: OperationId | "invoke" | "control";
  fault?: Fault["kind"];
  applied: boolean;
  hasKey: boolean;
}

/** Makes records in which the keys do not show, should a path, a method or a host name hold one. */
export function createRecorder(keys: readonly (string | undefined)[]) {
  const known = keys.flatMap((key) => key?.toLowerCase() ?? []);
  const redacted = (text: string) => (holdsKey(text, known) ? "[redacted]" : text);
  // A key with a slash, as base64 has them, lies across segments.
  const withSlash = known.filter((key) => key.includes("/"));
  const redactedPath = (path: string) => {
    const segments = path.split("/");
    const isAcross = withSlash.some((key) => spellingsOf(path).some((text) => text.includes(key)));
    if (!isAcross) return segments.map((text) => (isLiteral(text) ? text : redacted(text))).join("/");
    const end = segments.findIndex((segment) => !isLiteral(segment));
    return [...segments.slice(0, end), "[redacted]"].join("/");
  };

  return (request: WireRequest, notes: Notes, status: RequestRecord["status"], ms: number): RequestRecord => {
    const { operation, applied, fault } = notes;
    return {
      ...(operation && { operation }),
      method: redacted(request.method),
      ...(operation === "invoke" && { host: request.host.split(".").map(redacted).join(".") }),
      path: redactedPath(pathOf(request.target)),
      status,
      applied,
      ...(fault && { fault }),
      ms,
    };
  };
}

/** A short key counts where it stands alone: as a part of other words it would redact half of all paths. */
function holdsKey(text: string, keys: readonly string[]): boolean {
  const isAlone = (key: string, spelling: string) =>
    spelling === key || spelling.split(/[^a-z0-9_.~+-]+/).includes(key);
  return spellingsOf(text).some((spelling) =>
    keys.some((key) => (key.length < 8 ? isAlone(key, spelling) : spelling.includes(key))),
  );
}

/** The text as it is, and decoded as often as it was encoded. */
function spellingsOf(text: string): string[] {
  const spellings = [text.toLowerCase()];
  for (let round = 0; round < 5 && text.includes("%"); round++) {
    const next = text.replace(/%([0-9a-f]{2})/gi, (_, hex: string) =>
      String.fromCharCode(Number.parseInt(hex, 16)),
    );
    if (next === text) break;
    spellings.push(next.toLowerCase());
    text = next;
  }
  return spellings;
}

/** Few enough to be forgotten before they cost the garbage collector anything. */
const KEPT = 1000;
/** Requests without the key have a place of their own, so that they never push the others out. */
const KEPT_WITHOUT_KEY = 100;

interface Entry {
  readonly record: RequestRecord;
  readonly hasKey: boolean;
}

export type RequestLog = ReturnType<typeof createRequestLog>;

/** Keeps the latest records. */
export function createRequestLog(onRequest: ((record: RequestRecord) => void) | undefined) {
  let entries: Entry[] = [];
  return {
    add(record: RequestRecord, hasKey: boolean): void {
      entries.push({ record, hasKey });
      // Twice as many are held as are kept, so that the list is cut rarely.
      if (entries.length > 2 * (KEPT + KEPT_WITHOUT_KEY)) entries = latest(entries);
      try {
        onRequest?.(record);
      } catch {
        // An observer that fails must not change the response.
      }
    },
    list: (): readonly RequestRecord[] => latest(entries).map(({ record }) => record),
    clear(): void {
      entries = [];
    },
  };
}

function latest(entries: readonly Entry[]): Entry[] {
  let [own, strange] = [KEPT, KEPT_WITHOUT_KEY];
  return entries
    .toReversed()
    .filter(({ hasKey }) => (hasKey ? own-- : strange--) > 0)
    .reverse();
}
