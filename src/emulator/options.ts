import type { RequestRecord } from "./api/record.ts";
import type { Clock } from "./model/clock.ts";
import type { EmulatorState } from "./model/fixture.ts";
import {
  aFunction,
  demand,
  isRecord,
  type Kind,
  oneOf,
  required,
  text,
  texts,
  trueOrFalse,
} from "./model/kinds.ts";
import type { Limits } from "./model/limits.ts";
import type { CreateId } from "./model/sandbox.ts";
import type { StateDelay } from "./model/world.ts";

/** How an emulator behaves. Only the key is required. */
export interface EmulatorOptions {
  /** The key that every request must carry. Any text; no account is involved. */
  readonly apiKey: string;
  /**
   * How many milliseconds a sandbox stays in each state of a transition (`starting`, `snapshotting`, `stopping`,
   * `unpausing`, `deleting`): one number for all, or by state. Default 0.
   */
  readonly stateDelayMs?: StateDelay | undefined;
  /**
   * When a call that changes a sandbox's state gets its response. `done` (default): once the state has been reached, so
   * pause returns `paused`. `accepted`: at once, with the state of the transition, so pause returns `snapshotting`.
   */
  readonly respondWhen?: "done" | "accepted" | undefined;
  /** Limits other than the API's. `Infinity` switches one off. */
  readonly limits?: Partial<Limits> | undefined;
  /**
   * Checks each mount against its storage before it is accepted, and lets the sandbox host serve the objects. Default
   * `false`: storage is never contacted.
   */
  readonly verifyStorage?: boolean | undefined;
  /**
   * With `verifyStorage`: base URLs that mounts may use, for example `["http://127.0.0.1:9000"]`. Default: any that a
   * caller names, which on a shared machine lets callers reach whatever the machine can reach.
   */
  readonly allowedEndpoints?: readonly string[] | undefined;
  /** With `verifyStorage`: sends the requests to storage. Default: the platform's `fetch`. */
  readonly storageFetch?: ((url: string, init: RequestInit) => Promise<Response>) | undefined;
  /** With `verifyStorage`: milliseconds that storage has for a response. Default 10,000. */
  readonly storageTimeoutMs?: number | undefined;
  /** The domain of the sandbox hosts. Default: the API's; names under `localhost` are always recognised as well. */
  readonly sandboxDomain?: string | undefined;
  /** Where the time comes from. Default: the machine; see `createManualClock` for tests. */
  readonly clock?: Clock | undefined;
  /** Makes ids, for tests that want the same ones each time. It has to return another id at each call. */
  readonly createId?: CreateId | undefined;
  /** The sandboxes to begin with, as `emulator.export()` returned them. Default: none. */
  readonly state?: EmulatorState | undefined;
  /** Opens the control routes below `/__emulator/` to requests with this key. Default: there are no such routes. */
  readonly controlKey?: string | undefined;
  /** Called with every request after its response is decided. Holds no secrets. */
  readonly onRequest?: ((record: RequestRecord) => void) | undefined;
}

const key: Kind = [
  (value) => typeof value === "string" && value !== "" && value === value.trim(),
  "text that is not empty and has no spaces around it",
];

/** What each option must be. The values in limits, delays, endpoints and the state are checked where they are read. */
const kinds = {
  apiKey: required(key),
  controlKey: key,
  stateDelayMs: [
    (value) => typeof value === "number" || isRecord(value),
    "milliseconds, or milliseconds by state",
  ],
  respondWhen: oneOf("done", "accepted"),
  limits: [isRecord, "an object"],
  verifyStorage: trueOrFalse,
  allowedEndpoints: texts,
  storageFetch: aFunction,
  storageTimeoutMs: [(value) => typeof value === "number" && value > 0, "milliseconds above 0"],
  sandboxDomain: text,
  clock: [
    (value) => isRecord(value) && typeof value.now === "function" && typeof value.setTimer === "function",
    "a clock: { now, setTimer }",
  ],
  createId: aFunction,
  state: [isRecord, "what export() returns"],
  onRequest: aFunction,
} satisfies Record<keyof EmulatorOptions, Kind>;

/**
 * The options, when they are usable.
 *
 * @throws TypeError naming the first one that is not
 */
export function checkOptions(options: EmulatorOptions): void {
  demand("createEmulator", options, kinds);
}
