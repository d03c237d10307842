import type { OperationId } from "../description.ts";
import type { Faults } from "../faults/fault-list.ts";
import { type Spoilt, spoil } from "../faults/spoil.ts";
import { jsonResponse, pathOf, type WireRequest, type WireResponse } from "../http/wire.ts";
import { type StoredSandbox, sandboxView } from "../model/sandbox.ts";
import { atRest, type World } from "../model/world.ts";
import { checkedBody, checkedQuery, type KeyCheck } from "./checks.ts";
import type { Notes } from "./record.ts";
import { checkedResult, failed, invalid, type Result, wrongMethod } from "./result.ts";
import { belongsToApi, methodsOf, type Route, routeOf, withoutBase } from "./routes.ts";
import { invoke, type ServeMounted, sandboxOf } from "./sandbox-host.ts";

/** What responding to requests needs. */
export interface ApiParts {
  readonly world: World;
  readonly hasKey: KeyCheck;
  readonly faults: Faults;
  /** Counts a request; returns how many milliseconds to wait when there is no room for it. */
  readonly rateLimit: () => number;
  /** Whether a response waits until the state that it leads to has been reached. */
  readonly waits: boolean;
  readonly labelOf: (host: string) => string | undefined;
  readonly serve: ServeMounted | undefined;
}

const unauthorized = failed(401, "An API key is required, and it must be valid.");

/** Responds to requests for the API and for the sandboxes. */
export function createApi(parts: ApiParts): (request: WireRequest, notes: Notes) => Promise<Spoilt> {
  const { world, faults, labelOf, hasKey } = parts;

  /** Carries the request out, unless a fault has been waiting for it. */
  function carryOut(
    request: WireRequest,
    notes: Notes,
    sandboxID: string,
    work: () => Promise<WireResponse>,
  ): Promise<Spoilt> {
    // Only who has the key can use up a fault: a stray page or a health check must not.
    if (!notes.hasKey) return Promise.resolve(written(unauthorized));
    const fault = faults.take(notes.operation as OperationId | "invoke", sandboxID);
    if (!fault) return work();
    notes.fault = fault.kind;
    return spoil(fault, world.pause, request, work);
  }

  return (request, notes) => {
    notes.hasKey = hasKey(request);
    const label = labelOf(request.host);
    if (label !== undefined) {
      notes.operation = "invoke";
      const sandbox = sandboxOf(world, label);
      return carryOut(request, notes, sandbox?.id ?? label, () =>
        invoke(world, request, sandbox, parts.serve, () => {
          notes.applied = true;
        }),
      );
    }
    const path = withoutBase(pathOf(request.target));
    const route = routeOf(request.method, path);
    if (!route) return Promise.resolve(written(notFound(path)));
    const { operation } = route;
    notes.operation = operation;
    return carryOut(request, notes, route.sandboxID, async () =>
      written(checkedResult(operation, await operate(parts, request, notes, route))),
    );
  };
}

async function operate(parts: ApiParts, request: WireRequest, notes: Notes, route: Route): Promise<Result> {
  const { world, rateLimit, waits } = parts;
  const { operation, handler, sandboxID, mountID } = route;
  const wait = rateLimit();
  if (wait > 0) return failed(429, "Too many requests.", { "retry-after": String(Math.ceil(wait / 1000)) });

  const query = checkedQuery(operation, request.target);
  if ("errors" in query) return invalid(query.errors);
  const reading = checkedBody(operation, request, world.limits.bodyBytes);
  const body = reading instanceof Promise ? await reading : reading;
  if ("errors" in body) return invalid(body.errors);

  const checked = { sandboxID, mountID, query: query.value, body: body.value, wire: request };
  const result = await handler(world, checked);
  notes.applied = result.applied;
  return result.moving && waits ? arrived(world, result, result.moving, request) : result;
}

/** The result as it is once the sandbox has arrived at its new state. */
async function arrived(
  world: World,
  result: Result,
  sandbox: StoredSandbox,
  { signal }: WireRequest,
): Promise<Result> {
  if (sandbox.transition) await atRest(world, sandbox, signal);
  return result.body === undefined ? result : { ...result, body: sandboxView(sandbox) };
}

function notFound(path: string): Result {
  const methods = methodsOf(path);
  if (methods.length > 0) return wrongMethod(methods);
  return belongsToApi(path)
    ? failed(
        404,
        "This path is not emulated: the emulator has the operations of its description and no more.",
      )
    : failed(404, "The API has no such path.");
}

/** The result as it goes out. */
export function written({ status, headers, body }: Result): WireResponse {
  return jsonResponse(status, body, headers);
}
