import type { Injection } from "../faults/faults.ts";
import { pathOf, type WireRequest, type WireResponse } from "../http/wire.ts";
import { type EmulatorState, restore, save } from "../model/fixture.ts";
import { demand, isRecord, numberFrom, required } from "../model/kinds.ts";
import type { World } from "../model/world.ts";
import { carriesKey, parseJson } from "./checks.ts";
import type { Notes } from "./record.ts";
import { type Life, written } from "./respond.ts";
import { changed, failed, found, type Result, wrongMethod } from "./result.ts";

/** Where programs in other languages steer the emulator. */
const CONTROL_PATH = "/__emulator/";

const MOST_BYTES = 10 * 1024 * 1024;

type Steer = (life: Life, body: unknown, id: string) => Result | Promise<Result>;

const done = changed(204);
const then =
  (act: (life: Life, body: unknown) => void): Steer =>
  (life, body) => {
    act(life, body);
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
    GET: ({ world }) => found(save(world)),
    PUT: then(({ world }, body) => world.replace(restore(body as EmulatorState, world.clock))),
    DELETE: then(({ world }) => world.replace([])),
  },
  requests: {
    GET: ({ log }) => found({ requests: log.list() }),
    DELETE: then(({ log }) => log.clear()),
  },
  clock: {
    GET: ({ world }) => found(timeOf(world)),
    POST: async ({ world }, body) => {
      demand("clock", body, { advance_ms: required(numberFrom(0)) });
      await world.clock.advance((body as { advance_ms: number }).advance_ms);
      return changed(200, timeOf(world));
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
export function control(life: Life, request: WireRequest, notes: Notes): Promise<WireResponse> | undefined {
  const { controlKey } = life.options;
  const path = pathOf(request.target);
  const start = path.indexOf(CONTROL_PATH);
  if (controlKey === undefined || start === -1) return undefined;
  notes.operation = "control";
  notes.hasKey = carriesKey(request, controlKey);
  return steer(life, request, notes, path.slice(start + CONTROL_PATH.length)).then(written);
}

async function steer(life: Life, request: WireRequest, notes: Notes, route: string): Promise<Result> {
  if (!notes.hasKey) return failed(401, "The control key is required.");
  const [what = "", id = ""] = route.split("/");
  const methods = own(steers, id === "" ? what : `${what}/id`);
  if (!methods) return failed(404, "There is no such control route.");
  const run = own(methods, request.method);
  if (!run) return wrongMethod(Object.keys(methods));
  try {
    return await run(life, json(await request.text(MOST_BYTES)), id);
  } catch (error) {
    // The body is not one that inject, restore or advance takes: the message names the field.
    if (error instanceof TypeError) return failed(400, error.message);
    throw error;
  }
}

function own<Value>(table: Readonly<Record<string, Value>>, name: string): Value | undefined {
  return Object.hasOwn(table, name) ? table[name] : undefined;
}

function timeOf({ clock }: World) {
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
