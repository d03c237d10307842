import { control } from "./api/control.ts";
import { createRecorder, createRequestLog, type Notes, type RequestRecord } from "./api/record.ts";
import { type Life, respondTo } from "./api/respond.ts";
import { sandboxDomain } from "./description.ts";
import { createFaults } from "./faults/fault-list.ts";
import type { Injected, Injection } from "./faults/faults.ts";
import type { Spoilt } from "./faults/spoil.ts";
import { createHostReader } from "./http/hosts.ts";
import { createFetch, type Fetch } from "./http/in-process.ts";
import { type Listening, type ListenOptions, listen } from "./http/server.ts";
import {
  ConnectionReset,
  guardedBody,
  jsonResponse,
  type WireRequest,
  type WireResponse,
} from "./http/wire.ts";
import { movable, systemClock } from "./model/clock.ts";
import { type EmulatorState, type ExportOptions, restore, save } from "./model/fixture.ts";
import { demand, trueOrFalse } from "./model/kinds.ts";
import { type Lifetime, unlessAborted } from "./model/lifetime.ts";
import { createRateLimit } from "./model/limits.ts";
import { createWorld } from "./model/world.ts";
import { checkOptions, type EmulatorOptions } from "./options.ts";
import { createStorageAccess } from "./storage/index.ts";

/** A local API. See {@link createEmulator}. */
export interface Emulator {
  /**
   * Responds in process, without a socket: give it to a client in place of the platform's `fetch`. A request to
   * `https://<sandboxID>.<sandboxDomain>` is one to the sandbox; every other host is the API, also when the base URL has
   * a path.
   */
  readonly fetch: Fetch;
  /** Responds over HTTP. Needs a runtime with `node:http`: Node, Bun or Deno. */
  listen(options?: ListenOptions): Promise<Listening>;
  /** Makes requests fail. @throws TypeError when the fault is not one that the emulator knows */
  inject(injection: Injection): Injected;
  /** Removes every fault that is still waiting. */
  clearFaults(): void;
  /** The sandboxes as plain JSON, to begin another emulator with. Without secrets unless you ask for them. */
  export(options?: ExportOptions): EmulatorState;
  /**
   * The latest 1,000 requests, oldest first, with what became of them, and the latest 100 without the key. `onRequest`
   * is called with all.
   */
  requests(): readonly RequestRecord[];
  /**
   * Moves the emulator's time forward by `ms` milliseconds: transitions end and time limits are reached. It works with
   * every clock; a manual one is moved itself.
   */
  advance(ms: number): Promise<void>;
  /**
   * Back to the beginning: the sandboxes of `state`, no faults, no requests, nothing counted. Requests that are under way
   * end with a broken connection, and nothing of them shows up afterwards.
   */
  reset(): void;
}

/**
 * Makes a local API that behaves as the description says: states, limits, both key headers, errors, waking. It needs no
 * account and no network.
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
  checkOptions(options);
  const settings = { ...options, state: structuredClone(options.state) };
  const clock = movable(options.clock ?? systemClock);
  const domains = [options.sandboxDomain ?? sandboxDomain, "localhost"];
  const labelOf = createHostReader(domains);
  const recordOf = createRecorder([options.apiKey, options.controlKey]);
  let life = begin();

  function begin(): Life {
    const storage = createStorageAccess(settings);
    const world = createWorld({ ...settings, clock, verify: storage?.verify });
    if (settings.state) world.replace(restore(settings.state, clock));
    const rateLimit = createRateLimit(clock, world.limits);
    const log = createRequestLog(settings.onRequest);
    return {
      options: settings,
      world,
      faults: createFaults(),
      log,
      rateLimit,
      labelOf,
      serve: storage?.serve,
      reset,
    };
  }

  function reset(): void {
    const { lifetime } = life.world;
    life = begin();
    lifetime.end(new ConnectionReset("The emulator was reset."));
  }

  async function respond(request: WireRequest): Promise<WireResponse> {
    const own = life;
    const { lifetime } = own.world;
    const notes: Notes = { applied: false, hasKey: false };
    const startedAt = performance.now();
    let status: RequestRecord["status"] = 500;
    let spoilt: Spoilt;
    try {
      // A control request may itself be the one that resets.
      spoilt = await (control(own, request, notes) ?? lifetime.during(respondTo(own, request, notes)));
      status = typeof spoilt === "string" ? spoilt : spoilt.status;
    } catch (error) {
      if (lifetime.over || request.signal?.aborted) {
        status = "abandoned";
        throw error;
      }
      spoilt = bug(notes, error);
    } finally {
      if (!lifetime.over)
        own.log.add(recordOf(request, notes, status, performance.now() - startedAt), notes.hasKey);
    }
    return delivered(spoilt, lifetime, request);
  }

  return Object.freeze({
    fetch: createFetch(respond),
    listen: (how: ListenOptions = {}) => listen(respond, domains, how),
    inject: (injection: Injection) => life.faults.inject(injection),
    clearFaults: () => life.faults.clear(),
    export(how: ExportOptions = {}) {
      demand("export", how, { includeSecrets: trueOrFalse });
      return save(life.world, how);
    },
    requests: () => life.log.list(),
    advance: (ms: number) => clock.advance(ms),
    reset,
  });
}

/** The response on its way to the caller; it ends with the emulator's life. */
async function delivered(spoilt: Spoilt, lifetime: Lifetime, request: WireRequest): Promise<WireResponse> {
  if (spoilt === "reset") throw new ConnectionReset("A fault of the emulator.");
  if (spoilt === "stall") return lifetime.during(unlessAborted(new Promise<never>(() => {}), request.signal));
  const { body } = spoilt;
  if (!(body instanceof ReadableStream)) return spoilt;
  return { ...spoilt, body: guardedBody(body, (part) => lifetime.during(part)) };
}

/** Only the kind of the error: its message may hold what was sent. */
function bug({ operation }: Notes, error: unknown): WireResponse {
  const kind = error instanceof Error ? error.name : typeof error;
  return jsonResponse(500, {
    message: `The emulator has a bug: ${operation ?? "a request"} ended in ${kind}.`,
  });
}
