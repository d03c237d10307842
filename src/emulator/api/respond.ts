import type { Faults } from "../faults/fault-list.ts";
import { type Spoilt, spoil } from "../faults/spoil.ts";
import { jsonResponse, pathOf, type WireRequest, type WireResponse } from "../http/wire.ts";
import { sandboxView } from "../model/sandbox.ts";
import type { World } from "../model/world.ts";
import type { EmulatorOptions } from "../options.ts";
import { carriesKey, checkedBody, checkedQuery } from "./checks.ts";
import type { Notes, RequestLog } from "./record.ts";
import { checkedResult, failed, invalid, type Result, wrongMethod } from "./result.ts";
import { belongsToApi, methodsOf, type Route, routeOf, withoutBase } from "./routes.ts";
import { invoke, type ServeMounted, sandboxOf } from "./sandbox-host.ts";

/** Everything that a reset makes anew, and what a response depends on. */
export interface Life {
  readonly options: EmulatorOptions;
  readonly world: World;
  readonly faults: Faults;
  readonly log: RequestLog;
  /** Counts a request; returns how many milliseconds to wait when there is no room for it. */
  readonly rateLimit: () => number;
  readonly labelOf: (host: string) => string | undefined;
  readonly serve: ServeMounted | undefined;
  readonly reset: () => void;
}

const unauthorized = failed(401, "An API key is required, and it must be valid.");

/** Responds to a request for the API or for a sandbox. */
export async function respondTo(life: Life, request: WireRequest, notes: Notes): Promise<Spoilt> {
  const { world, faults, serve } = life;
  notes.hasKey = carriesKey(request, life.options.apiKey);
  const label = life.labelOf(request.host);
  const sandbox = label === undefined ? undefined : sandboxOf(world, label);
  const path = withoutBase(pathOf(request.target));
  const route = label === undefined ? routeOf(request.method, path) : undefined;
  if (label === undefined && !route) return written(notFound(path));

  const operation = route?.operation ?? "invoke";
  notes.operation = operation;
  // Only requests with the key use up a fault: a web page or a health check must not.
  if (!notes.hasKey) return written(unauthorized);
  const work = async () =>
    route
      ? written(checkedResult(route.operation, await operate(life, request, notes, route)))
      : invoke(world, request, notes, sandbox, serve);
  const fault = faults.take(operation, route?.sandboxID ?? sandbox?.id ?? label);
  if (!fault) return work();
  notes.fault = fault.kind;
  return spoil(fault, world.lifetime, request, work);
}

/** Checks a request for an operation, carries it out, and waits for the state that it leads to. */
async function operate(life: Life, request: WireRequest, notes: Notes, route: Route): Promise<Result> {
  const { world, rateLimit, options } = life;
  const { operation, handler, sandboxID, mountID } = route;
  const wait = rateLimit();
  if (wait > 0) return failed(429, "Too many requests.", { "retry-after": String(Math.ceil(wait / 1000)) });

  const query = checkedQuery(operation, request.target);
  if ("errors" in query) return invalid(query.errors);
  const body = await checkedBody(operation, request, world.limits.bodyBytes);
  if ("errors" in body) return invalid(body.errors);

  const checked = { sandboxID, mountID, query: query.value, body: body.value, wire: request };
  const result = await handler(world, checked);
  notes.applied = result.applied;
  const { moving } = result;
  if (!moving || options.respondWhen === "accepted") return result;
  if (moving.transition) await world.atRest(moving, request.signal);
  return result.body === undefined ? result : { ...result, body: sandboxView(moving) };
}

function notFound(path: string): Result {
  const methods = methodsOf(path);
  if (methods.length > 0) return wrongMethod(methods);
  if (!belongsToApi(path)) return failed(404, "The API has no such path.");
  return failed(404, "This path is not emulated: the emulator has the operations of its description only.");
}

/** The result as it goes out. */
export function written({ status, headers, body }: Result): WireResponse {
  return jsonResponse(status, body, headers);
}
