import { type Outcome, written } from "./answer.ts";
import { carriesKey } from "./auth.ts";
import { type Call, pathOf } from "./call.ts";
import { checkedReply } from "./check-answer.ts";
import { checkedBody, checkedQuery } from "./check-request.ts";
import type { OperationId } from "./description.ts";
import type { Faults } from "./fault-list.ts";
import type { Fault } from "./faults.ts";
import { invoke, type ServeMounted, sandboxOf } from "./invoke.ts";
import { handlers } from "./operations/index.ts";
import { invalid, type Reply, refused } from "./reply.ts";
import { methodsOf, type Route, routeOf } from "./routes.ts";
import { sandboxView } from "./sandbox.ts";
import { spoil } from "./spoil.ts";
import { atRest } from "./wait.ts";
import type { World } from "./world.ts";

/** What the answering of requests is put together from. */
export interface ApiParts {
  readonly world: World;
  readonly apiKey: string;
  readonly faults: Faults;
  /** Counts a request; how many milliseconds to wait when there is no room for it. */
  readonly rateLimit: () => number;
  /** Whether an answer waits until the state it leads to has been reached. */
  readonly holdAnswers: boolean;
  readonly labelOf: (host: string) => string | undefined;
  readonly serve: ServeMounted | undefined;
}

/** What is noted about a request while it is answered, so that it is known even when nobody waits for the end. */
export interface Notes {
  operation?: OperationId | "invoke" | "control";
  fault?: Fault["kind"];
  applied: boolean;
}

const unauthorized = refused(401, "An API key is required, and it must be valid.");

/** Answers requests to the API and to the sandboxes. */
export function createApi(parts: ApiParts): (call: Call, notes: Notes) => Promise<Outcome> {
  const { world, apiKey, faults, rateLimit, holdAnswers, labelOf, serve } = parts;

  async function operate(route: Route, call: Call, notes: Notes): Promise<Reply> {
    const { operation, sandboxID, mountID } = route;
    if (!carriesKey(call.header, apiKey)) return unauthorized;
    const wait = rateLimit();
    if (wait > 0)
      return refused(429, "Too many requests.", { "retry-after": String(Math.ceil(wait / 1000)) });

    const query = checkedQuery(operation, call.target);
    if ("errors" in query) return invalid(query.errors);
    const body = await checkedBody(operation, call, world.limits.bodyBytes);
    if ("errors" in body) return invalid(body.errors);

    const reply = await handlers[operation](world, {
      sandboxID,
      mountID,
      query: query.value,
      body: body.value,
    });
    notes.applied = reply.applied;
    return reply.moving && holdAnswers ? arrived(reply, reply.moving, call) : reply;
  }

  /** The answer as it is once the sandbox has arrived at its new state. */
  async function arrived(reply: Reply, sandbox: NonNullable<Reply["moving"]>, call: Call): Promise<Reply> {
    await atRest(world, sandbox, call.signal);
    return reply.body === undefined ? reply : { ...reply, body: sandboxView(sandbox) };
  }

  function hitOrDone(
    call: Call,
    notes: Notes,
    sandboxID: string,
    work: () => Promise<Answered>,
  ): Promise<Outcome> {
    const fault = faults.take(notes.operation as OperationId | "invoke", sandboxID);
    if (!fault) return work();
    notes.fault = fault.kind;
    return spoil(fault, { clock: world.clock, signal: call.signal, work });
  }

  return async (call, notes) => {
    const label = labelOf(call.host);
    if (label !== undefined) {
      notes.operation = "invoke";
      const sandbox = sandboxOf(world, label);
      return hitOrDone(call, notes, sandbox?.id ?? label, async () => {
        if (!carriesKey(call.header, apiKey)) return written(unauthorized);
        return invoke(world, call, sandbox, serve, () => {
          notes.applied = true;
        });
      });
    }

    const route = routeOf(call.method, pathOf(call.target));
    if (!route) return written(notFound(pathOf(call.target)));
    notes.operation = route.operation;
    return hitOrDone(call, notes, route.sandboxID, async () =>
      written(checkedReply(route.operation, await operate(route, call, notes))),
    );
  };
}

type Answered = Exclude<Outcome, string>;

function notFound(path: string): Reply {
  const methods = methodsOf(path);
  if (methods.length === 0) return refused(404, "The API has no such path. Slashes at the end count.");
  return refused(405, `The path takes ${methods.join(", ")}.`, { allow: methods.join(", ") });
}
