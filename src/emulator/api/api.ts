import type { OperationId } from "../description.ts";
import type { Faults } from "../faults/fault-list.ts";
import { spoil } from "../faults/spoil.ts";
import { type Answer, type Outcome, written } from "../http/answer.ts";
import { type Call, pathOf } from "../http/call.ts";
import { invalid, type Reply, refused } from "../http/reply.ts";
import { type StoredSandbox, sandboxView } from "../model/sandbox.ts";
import { atRest } from "../model/wait.ts";
import type { World } from "../model/world.ts";
import type { Notes } from "../record.ts";
import type { KeyCheck } from "./auth.ts";
import { checkedReply } from "./check-answer.ts";
import { checkedBody, checkedQuery } from "./check-request.ts";
import { handlerOf } from "./operations/index.ts";
import { methodsOf, type Route, routeOf } from "./routes.ts";
import { invoke, type ServeMounted, sandboxOf } from "./sandbox-host.ts";

/** What the answering of requests is put together from. */
export interface ApiParts {
  readonly world: World;
  readonly hasKey: KeyCheck;
  readonly faults: Faults;
  /** Counts a request; how many milliseconds to wait when there is no room for it. */
  readonly rateLimit: () => number;
  /** Whether an answer waits until the state it leads to has been reached. */
  readonly holdAnswers: boolean;
  readonly labelOf: (host: string) => string | undefined;
  readonly serve: ServeMounted | undefined;
}

const unauthorized = refused(401, "An API key is required, and it must be valid.");

/** Answers requests to the API and to the sandboxes. */
export function createApi(parts: ApiParts): (call: Call, notes: Notes) => Promise<Outcome> {
  const { world, faults, labelOf } = parts;

  /** Carries the request out, unless a fault has been waiting for it. */
  function carryOut(
    call: Call,
    notes: Notes,
    target: { readonly operation: OperationId | "invoke"; readonly sandboxID: string },
    work: () => Promise<Answer>,
  ): Promise<Outcome> {
    notes.operation = target.operation;
    const fault = faults.take(target.operation, target.sandboxID);
    if (!fault) return work();
    notes.fault = fault.kind;
    return spoil(fault, { clock: world.clock, signal: call.signal, work });
  }

  return (call, notes) => {
    const label = labelOf(call.host);
    if (label !== undefined) {
      const sandbox = sandboxOf(world, label);
      const target = { operation: "invoke", sandboxID: sandbox?.id ?? label } as const;
      return carryOut(call, notes, target, () => answerFromSandbox(parts, call, notes, sandbox));
    }
    const path = pathOf(call.target);
    const route = routeOf(call.method, path);
    if (!route) return Promise.resolve(written(notFound(path)));
    return carryOut(call, notes, route, async () =>
      written(checkedReply(route.operation, await operate(parts, call, notes, route))),
    );
  };
}

async function answerFromSandbox(
  { world, hasKey, serve }: ApiParts,
  call: Call,
  notes: Notes,
  sandbox: StoredSandbox | undefined,
): Promise<Answer> {
  if (!hasKey(call)) return written(unauthorized);
  return invoke(world, call, sandbox, serve, () => {
    notes.applied = true;
  });
}

async function operate(parts: ApiParts, call: Call, notes: Notes, route: Route): Promise<Reply> {
  const { world, hasKey, rateLimit, holdAnswers } = parts;
  const { operation, sandboxID, mountID } = route;
  if (!hasKey(call)) return unauthorized;
  const wait = rateLimit();
  if (wait > 0) return refused(429, "Too many requests.", { "retry-after": String(Math.ceil(wait / 1000)) });

  const query = checkedQuery(operation, call.target);
  if ("errors" in query) return invalid(query.errors);
  const reading = checkedBody(operation, call, world.limits.bodyBytes);
  const body = reading instanceof Promise ? await reading : reading;
  if ("errors" in body) return invalid(body.errors);

  const request = { sandboxID, mountID, query: query.value, body: body.value };
  const reply = await handlerOf(operation)(world, request);
  notes.applied = reply.applied;
  return reply.moving && holdAnswers ? arrived(world, reply, reply.moving, call) : reply;
}

/** The answer as it is once the sandbox has arrived at its new state. */
async function arrived(world: World, reply: Reply, sandbox: StoredSandbox, call: Call): Promise<Reply> {
  await atRest(world, sandbox, call.signal);
  return reply.body === undefined ? reply : { ...reply, body: sandboxView(sandbox) };
}

function notFound(path: string): Reply {
  const methods = methodsOf(path);
  if (methods.length === 0) return refused(404, "The API has no such path. Slashes at the end count.");
  return refused(405, `The path takes ${methods.join(", ")}.`, { allow: methods.join(", ") });
}
