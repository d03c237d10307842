import { problemWith } from "../faults/fault-check.ts";
import type { Faults } from "../faults/fault-list.ts";
import type { Injection } from "../faults/faults.ts";
import { pathOf, type WireRequest, type WireResponse } from "../http/wire.ts";
import type { MovableClock } from "../model/clock.ts";
import { isRecord, unknownName } from "../model/names.ts";
import type { EmulatorState } from "../model/saved-state.ts";
import { type KeyCheck, parseJson } from "./checks.ts";
import type { Notes, RequestLog } from "./record.ts";
import { written } from "./respond.ts";
import { changed, failed, found, type Result, wrongMethod } from "./result.ts";

/** Where programs in other languages steer the emulator. */
const CONTROL_PATH = "/__emulator/";

const MOST_BYTES = 10 * 1024 * 1024;

/** What the control routes work on. */
export interface Controlled {
  readonly hasKey: KeyCheck;
  readonly faults: Faults;
  readonly log: RequestLog;
  readonly clock: MovableClock;
  readonly exported: () => EmulatorState;
  /** Puts these sandboxes in the place of all that are there. @throws TypeError */
  readonly load: (state: EmulatorState) => void;
  readonly reset: () => void;
}

type Steer = (controlled: Controlled, request: WireRequest, id: string) => Result | Promise<Result>;

const steers: Readonly<Record<string, Readonly<Record<string, Steer>>>> = {
  faults: {
    GET: ({ faults }) => found({ faults: faults.list() }),
    POST: async ({ faults }, request) => inject(faults, await request.text(MOST_BYTES)),
    DELETE: ({ faults }) => {
      faults.clear();
      return changed(204);
    },
  },
  "faults/id": {
    DELETE: ({ faults }, _, id) =>
      faults.remove(id) ? changed(204) : failed(404, "No such fault is waiting."),
  },
  state: {
    GET: ({ exported }) => found(exported()),
    PUT: async ({ load }, request) => loaded(load, await request.text(MOST_BYTES)),
    DELETE: ({ load }) => {
      load({ version: 1, sandboxes: [] });
      return changed(204);
    },
  },
  requests: {
    GET: ({ log }) => found({ requests: log.list() }),
    DELETE: ({ log }) => {
      log.clear();
      return changed(204);
    },
  },
  clock: {
    GET: ({ clock }) => found(timeOf(clock)),
    POST: async ({ clock }, request) => advanced(clock, await request.text(MOST_BYTES)),
  },
  reset: {
    POST: ({ reset }) => {
      reset();
      return changed(204);
    },
  },
};

/** The routes below `/__emulator/`; nothing for any other path. Their key is their own: no API key opens them. */
export function createControl(
  controlled: Controlled,
): (request: WireRequest, notes: Notes) => Promise<WireResponse> | undefined {
  return (request, notes) => {
    const start = pathOf(request.target).indexOf(CONTROL_PATH);
    if (start === -1) return undefined;
    notes.operation = "control";
    notes.hasKey = controlled.hasKey(request);
    const route = pathOf(request.target).slice(start + CONTROL_PATH.length);
    return steer(controlled, request, notes, route).then(written);
  };
}

async function steer(
  controlled: Controlled,
  request: WireRequest,
  notes: Notes,
  route: string,
): Promise<Result> {
  if (!notes.hasKey) return failed(401, "The control key is required.");
  const [what = "", id = ""] = route.split("/");
  const methods = steers[id === "" ? what : `${what}/id`];
  if (!methods || !Object.hasOwn(steers, id === "" ? what : `${what}/id`))
    return failed(404, "There is no such control route.");
  const run = Object.hasOwn(methods, request.method) ? methods[request.method] : undefined;
  return run ? run(controlled, request, id) : wrongMethod(Object.keys(methods));
}

function inject(faults: Faults, text: string | undefined): Result {
  const given = json(text);
  // JSON has no Infinity.
  const injection =
    isRecord(given) && given.times === null ? { ...given, times: Number.POSITIVE_INFINITY } : given;
  const problem = problemWith(injection);
  if (problem) return failed(400, problem);
  const { id } = faults.inject(injection as Injection);
  return changed(201, { id });
}

function loaded(load: Controlled["load"], text: string | undefined): Result {
  try {
    load(json(text) as EmulatorState);
    return changed(204);
  } catch (error) {
    if (error instanceof TypeError) return failed(400, error.message);
    throw error;
  }
}

async function advanced(clock: MovableClock, text: string | undefined): Promise<Result> {
  const body = json(text);
  const problem = unknownName(body, ["advance_ms"]);
  if (problem) return failed(400, problem);
  const { advance_ms: ms } = body as { advance_ms?: unknown };
  if (typeof ms !== "number" || !(ms >= 0)) return failed(400, "advance_ms must be milliseconds from 0");
  await clock.advance(ms);
  return changed(200, timeOf(clock));
}

function timeOf(clock: MovableClock) {
  return { now: new Date(clock.now()).toISOString() };
}

/** Text that is no JSON is not an object either, and is rejected as that. */
function json(text: string | undefined): unknown {
  try {
    return parseJson(text ?? "");
  } catch {
    return undefined;
  }
}
