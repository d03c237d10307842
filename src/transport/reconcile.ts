import type { Configuration } from "../config/configuration.ts";
import { expandPath } from "../config/path.ts";
import { operations } from "../generated/operations.ts";
import type { OutgoingRequest } from "./attempt.ts";
import { backoffMs } from "./backoff.ts";
import { sleep } from "./bounded.ts";
import type { Call } from "./call.ts";
import { now } from "./clock.ts";
import { sightOf } from "./effect.ts";
import type { Answer } from "./outcome.ts";
import type { Send } from "./send.ts";

/**
 * Reads the sandbox until it is plain whether a write took effect: its answer where it did, `"not done"` where it did
 * not, `"cannot tell"` where it does not show, `undefined` where the sandbox cannot be read.
 */
export async function lookUp(
  call: Call,
  request: OutgoingRequest,
  { baseUrl, emit }: Configuration,
  send: Send,
): Promise<Answer | "not done" | "cannot tell" | undefined> {
  const { retry: effect, success } = call.operation;
  if (typeof effect === "string") return undefined;
  const operation = operations.getSandbox;
  const { method } = operation;
  const read = { method, url: baseUrl + expandPath(operation, call.ids), headers: request.headers };
  for (let looks = 0; ; looks++) {
    const outcome = await send({ ...call, operation, attempts: 0, outcomeUnknown: false }, read);
    if (outcome.kind !== "response" || !(outcome.ok || outcome.status === 404)) return undefined;
    const sandbox = outcome.ok ? outcome.data : undefined;
    const sight = sightOf(effect, sandbox, call.ids, request.body ? JSON.parse(request.body) : {});
    emit?.(call, { type: "reconcile", result: typeof sight === "string" ? sight : "done" });
    if (typeof sight === "object")
      return {
        ...outcome,
        status: success,
        ok: true,
        data: sight.data,
        text: JSON.stringify(sight.data) ?? "",
      };
    if (sight !== "under way") return sight;
    const wait = backoffMs(looks);
    if (now() + wait >= call.deadline) return undefined;
    await sleep(wait, call.signal);
  }
}
