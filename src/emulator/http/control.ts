import type { KeyCheck } from "../api/auth.ts";
import { problemWith } from "../faults/fault-check.ts";
import type { Faults } from "../faults/fault-list.ts";
import type { Injection } from "../faults/faults.ts";
import type { EmulatorState } from "../model/saved-state.ts";
import type { RequestLog } from "../record.ts";
import { type Answer, written } from "./answer.ts";
import { type Call, pathOf } from "./call.ts";
import { applied, type Reply, refused, shown } from "./reply.ts";

/** Where programs in other languages steer the emulator. */
export const CONTROL_PATH = "/__emulator/";

const MOST_BYTES = 1024 * 1024;

/** What the control routes work on. */
export interface Controlled {
  readonly hasKey: KeyCheck;
  readonly faults: Faults;
  readonly log: RequestLog;
  readonly exported: () => EmulatorState;
  readonly clear: () => void;
}

/** The routes below {@link CONTROL_PATH}. They have a key of their own, so that no API key opens them. */
export function createControl(controlled: Controlled): (call: Call) => Promise<Answer> {
  return async (call) => {
    if (!controlled.hasKey(call)) return written(refused(401, "The control key is required."));
    return written(await steer(controlled, call));
  };
}

async function steer({ faults, log, exported, clear }: Controlled, call: Call): Promise<Reply> {
  const [what = "", id] = pathOf(call.target).slice(CONTROL_PATH.length).split("/");
  switch (`${call.method} ${what}${id === undefined ? "" : "/id"}`) {
    case "GET faults":
      return shown(200, { faults: faults.list() });
    case "POST faults":
      return inject(faults, await call.text(MOST_BYTES));
    case "DELETE faults":
      faults.clear();
      return applied(204);
    case "DELETE faults/id":
      return faults.remove(id ?? "") ? applied(204) : refused(404, "No such fault is waiting.");
    case "GET state":
      return shown(200, exported());
    case "DELETE state":
      clear();
      return applied(204);
    case "GET requests":
      return shown(200, { requests: log.list() });
    case "DELETE requests":
      log.clear();
      return applied(204);
    default:
      return refused(404, "There is no such control route.");
  }
}

function inject(faults: Faults, text: string | undefined): Reply {
  let injection: unknown;
  try {
    injection = JSON.parse(text ?? "");
  } catch {
    return refused(400, "The body must be JSON.");
  }
  // JSON has no Infinity.
  const endless =
    injection !== null && typeof injection === "object" && "times" in injection && injection.times === null;
  const given = endless ? { ...(injection as object), times: Number.POSITIVE_INFINITY } : injection;
  const problem = problemWith(given);
  if (problem) return refused(400, problem);
  const { id } = faults.inject(given as Injection);
  return applied(201, { id });
}
