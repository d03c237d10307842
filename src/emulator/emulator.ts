import { createApi } from "./api/api.ts";
import { createKeyCheck } from "./api/auth.ts";
import { createRateLimit } from "./api/rate-limit.ts";
import { sandboxDomain } from "./description.ts";
import { createFaults } from "./faults/fault-list.ts";
import type { Injected, Injection } from "./faults/faults.ts";
import { type Outcome, written } from "./http/answer.ts";
import type { Call } from "./http/call.ts";
import { CONTROL_PATH, createControl } from "./http/control.ts";
import { createFetch, type Fetch } from "./http/fetch.ts";
import { createHostReader } from "./http/hosts.ts";
import { refused } from "./http/reply.ts";
import { type Listening, type ListenOptions, listen } from "./http/server.ts";
import { systemClock } from "./model/clock.ts";
import { randomId } from "./model/ids.ts";
import { limitsWith } from "./model/limits.ts";
import { restore } from "./model/restore.ts";
import { save } from "./model/save.ts";
import type { EmulatorState, ExportOptions } from "./model/saved-state.ts";
import { createStateMachine } from "./model/state-machine.ts";
import { createStore } from "./model/store.ts";
import type { World } from "./model/world.ts";
import type { EmulatorOptions } from "./options.ts";
import { createRecorder, createRequestLog, type Notes, type RequestRecord } from "./record.ts";
import { createStorageAccess } from "./storage/index.ts";

/** A local API. See {@link createEmulator}. */
export interface Emulator {
  /**
   * Answers in process, without a socket: give it to a client in place of the platform's `fetch`. A request to
   * `https://<sandboxID>.<sandboxDomain>` is one to the sandbox; every other host is the API.
   */
  readonly fetch: Fetch;
  /** Answers over HTTP. Needs a runtime with `node:http`: Node, Bun or Deno. */
  listen(options?: ListenOptions): Promise<Listening>;
  /** Makes requests fail. @throws TypeError when the fault is not one that the emulator knows */
  inject(injection: Injection): Injected;
  /** Takes back every fault that is still waiting. */
  clearFaults(): void;
  /** The sandboxes as plain JSON, to begin another emulator with. Without secrets unless they are asked for. */
  export(options?: ExportOptions): EmulatorState;
  /** The latest 1,000 requests, oldest first, with what became of them. `onRequest` is told of all. */
  requests(): readonly RequestRecord[];
  /** Back to the beginning: no sandboxes, no faults, no requests, nothing counted. */
  reset(): void;
}

/**
 * Makes a local API that behaves as the description says: states, limits, both key headers, refusals, waking. It needs
 * no account and no network.
 *
 * @throws TypeError when an option is not usable
 * @example
 * ```ts
 * const emulator = createEmulator({ apiKey: "test-key" });
 * const client = new Leap0Client({ apiKey: "test-key", fetch: emulator.fetch });
 * await client.sandboxes.create({ template_name: "system/debian:bookworm" });
 * ```
 */
export function createEmulator(options: EmulatorOptions): Emulator {
  demandKey("apiKey", options.apiKey);
  if (options.controlKey !== undefined) demandKey("controlKey", options.controlKey);
  const { answerWhen = "done", clock = systemClock } = options;
  if (answerWhen !== "done" && answerWhen !== "accepted")
    throw new TypeError("answerWhen must be done or accepted");
  const limits = limitsWith(options.limits);
  const machine = createStateMachine(clock, options.stateDelayMs ?? 0);
  const store = createStore(machine);
  if (options.state) for (const sandbox of restore(options.state, clock)) store.add(sandbox);
  const faults = createFaults();
  const log = createRequestLog(options.onRequest);
  const rateLimit = createRateLimit(clock, limits.requests, limits.perMs);
  const storage = createStorageAccess(options);
  const createId = options.createId ?? randomId;
  const world: World = { store, machine, clock, limits, createId, verify: storage?.verify };

  const exported = (how?: ExportOptions) => save(store.all(), clock, how);
  const reset = () => {
    store.clear();
    faults.clear();
    log.clear();
    rateLimit.clear();
  };

  const api = createApi({
    world,
    hasKey: createKeyCheck(options.apiKey),
    faults,
    rateLimit: rateLimit.count,
    holdAnswers: answerWhen === "done",
    labelOf: createHostReader([options.sandboxDomain ?? sandboxDomain, "localhost"]),
    serve: storage?.serve,
  });
  const control =
    options.controlKey === undefined
      ? undefined
      : createControl({
          hasKey: createKeyCheck(options.controlKey),
          faults,
          log,
          exported,
          clear: () => store.clear(),
        });
  const recordOf = createRecorder([options.apiKey, options.controlKey]);

  async function respond(call: Call): Promise<Outcome> {
    const notes: Notes = { applied: false };
    const startedAt = performance.now();
    let status: RequestRecord["status"] = 500;
    try {
      const outcome = await answerTo(call, notes);
      status = typeof outcome === "string" ? outcome : outcome.status;
      return outcome;
    } catch (error) {
      if (!call.signal?.aborted) return written(bug(notes, error));
      status = "abandoned";
      throw error;
    } finally {
      log.add(recordOf(call, notes, status, performance.now() - startedAt));
    }
  }

  function answerTo(call: Call, notes: Notes): Promise<Outcome> {
    if (!control || !call.target.startsWith(CONTROL_PATH)) return api(call, notes);
    notes.operation = "control";
    return control(call);
  }

  return Object.freeze({
    fetch: createFetch(respond),
    listen: (how: ListenOptions = {}) => listen(respond, how),
    inject: faults.inject,
    clearFaults: faults.clear,
    export: exported,
    requests: log.list,
    reset,
  });
}

function demandKey(name: string, value: unknown): void {
  if (typeof value !== "string" || value.trim() === "" || value !== value.trim())
    throw new TypeError(`${name} must be text without blanks around it`);
}

/** Only the kind of error: its words may repeat what was sent. */
function bug({ operation }: Notes, error: unknown) {
  const kind = error instanceof Error ? error.name : typeof error;
  return refused(500, `The emulator has a bug: ${operation ?? "a request"} ended in ${kind}.`);
}
