import type { Faults } from "../faults/fault-list.ts";
import type { Injection } from "../faults/faults.ts";
import { pathOf, type WireRequest, type WireResponse } from "../http/wire.ts";
import type { MovableClock } from "../model/clock.ts";
import type { EmulatorState } from "../model/fixture.ts";
import { demand, isRecord, numberFrom, required } from "../model/kinds.ts";
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

type Steer = (controlled: Controlled, body: unknown, id: string) => Result | Promise<Result>;

const done = changed(204);
const then =
  (act: (controlled: Controlled, body: unknown) => void): Steer =>
  (controlled, body) => {
    act(controlled, body);
    return done;
  };

const steers: Readonly<Record<string, Readonly<Record<string, Steer>>>> = {
  faults: {
    GET: ({ faults }) => found({ faults: faults.list() }),
    POST: ({ faults }, body) => changed(201, { id: faults.inject(injectionOf(body)).id }),
    DELETE: then(({ faults }) => faults.clear()),
  },
  "faults/id": {
    DELETE: ({ faults }, _, id) => (faults.remove(id) ? done : failed(404, "No such fault is waiting.")),
  },
  state: {
    GET: ({ exported }) => found(exported()),
    PUT: then(({ load }, body) => load(body as EmulatorState)),
    DELETE: then(({ load }) => load({ version: 1, sandboxes: [] })),
  },
  requests: {
    GET: ({ log }) => found({ requests: log.list() }),
    DELETE: then(({ log }) => log.clear()),
  },
  clock: {
    GET: ({ clock }) => found(timeOf(clock)),
    POST: async ({ clock }, body) => {
      demand("clock", body, { advance_ms: required(numberFrom(0)) });
      await clock.advance((body as { advance_ms: number }).advance_ms);
      return changed(200, timeOf(clock));
    },
  },
  reset: { POST: then(({ reset }) => reset()) },
};

/** JSON has no Infinity: `times: null` stands for it. */
function injectionOf(body: unknown): Injection {
  const forEver = isRecord(body) && body.times === null;
  return (forEver ? { ...body, times: Number.POSITIVE_INFINITY } : body) as Injection;
}

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
  const methods = own(steers, id === "" ? what : `${what}/id`);
  if (!methods) return failed(404, "There is no such control route.");
  const run = own(methods, request.method);
  if (!run) return wrongMethod(Object.keys(methods));
  try {
    return await run(controlled, json(await request.text(MOST_BYTES)), id);
  } catch (error) {
    // The body is not one that inject, load or advance takes: the message names the field.
    if (error instanceof TypeError) return failed(400, error.message);
    throw error;
  }
}

function own<Value>(table: Readonly<Record<string, Value>>, name: string): Value | undefined {
  return Object.hasOwn(table, name) ? table[name] : undefined;
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
