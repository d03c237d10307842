import type { Clock } from "./model/clock.ts";
import type { CreateId } from "./model/ids.ts";
import type { Limits } from "./model/limits.ts";
import type { EmulatorState } from "./model/saved-state.ts";
import type { StateDelay } from "./model/state-machine.ts";
import type { RequestRecord } from "./record.ts";

/** How an emulator behaves. Only the key is needed. */
export interface EmulatorOptions {
  /** The key that every request must carry. Any text; no account is involved. */
  readonly apiKey: string;
  /**
   * How many milliseconds a sandbox stays in each state on the way (`starting`, `snapshotting`, `stopping`, `unpausing`,
   * `deleting`): one number for all, or by state. Default 0.
   */
  readonly stateDelayMs?: StateDelay;
  /**
   * When a call that changes a sandbox's state is answered. `done` (default): once the state has been reached, so pause
   * answers `paused`. `accepted`: at once, with the state on the way, so pause answers `snapshotting`.
   */
  readonly answerWhen?: "done" | "accepted";
  /** Limits other than the API's. `Infinity` switches one off. */
  readonly limits?: Partial<Limits>;
  /**
   * Checks each mount against its storage before it is accepted, and lets the invoke host serve the objects. Default
   * `false`: storage is never contacted.
   */
  readonly verifyStorage?: boolean;
  /**
   * With `verifyStorage`: base URLs that mounts may use, for example `["http://127.0.0.1:9000"]`. Default: any that a
   * caller names, which on a shared machine lets callers reach whatever the machine can reach.
   */
  readonly allowedEndpoints?: readonly string[];
  /** With `verifyStorage`: sends the requests to storage. Default: the platform's `fetch`. */
  readonly storageFetch?: (url: string, init: RequestInit) => Promise<Response>;
  /** With `verifyStorage`: milliseconds that storage has for an answer. Default 10,000. */
  readonly storageTimeoutMs?: number;
  /** The domain of the invoke hosts. Default: the API's; names under `localhost` are always recognised as well. */
  readonly sandboxDomain?: string;
  /** Where the time comes from. Default: the machine; see `createManualClock` for tests. */
  readonly clock?: Clock;
  /** Makes ids, for tests that want the same ones each time. It has to answer another id at each call. */
  readonly createId?: CreateId;
  /** The sandboxes to begin with, as `emulator.export()` answered them. Default: none. */
  readonly state?: EmulatorState;
  /** Opens the control routes below `/__emulator/` to those who carry this key. Default: there are no such routes. */
  readonly controlKey?: string;
  /** Is told of every request when it has been answered. Holds no secrets. */
  readonly onRequest?: (record: RequestRecord) => void;
}
