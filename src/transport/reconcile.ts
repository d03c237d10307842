import type { Configuration } from "../config/configuration.ts";
import { expandPath } from "../config/path.ts";
import { operations } from "../generated/operations.ts";
import type { Call } from "./call.ts";
import { now } from "./clock.ts";
import { sleep } from "./deadline.ts";
import { findEffect, type Write } from "./effect.ts";
import type { OutgoingRequest } from "./exchange.ts";
import type { Received } from "./outcome.ts";
import { backoffMs } from "./retry.ts";
import type { Send } from "./send.ts";

/**
 * Reads the sandbox to find out whether a write took effect: its response where it did, `"not done"` where it did not,
 * `"retry"` where this cannot be seen but a second time changes nothing; `undefined` where it stays unknown.
 */
export async function reconcile(
  call: Call,
  request: OutgoingRequest,
  mountsBefore: Write["mountsBefore"],
  { baseUrl, emit }: Configuration,
  send: Send,
): Promise<Received | "not done" | "retry" | undefined> {
  const { retry: effect, success } = call.operation;
  if (typeof effect === "string") return undefined;
  const operation = operations.getSandbox;
  const { method, path } = operation;
  const read = { method, url: baseUrl + expandPath(path, call.ids), headers: request.headers };
  const write = { ids: call.ids, body: request.body ? JSON.parse(request.body) : {}, mountsBefore };
  for (let reads = 0; ; reads++) {
    const outcome = await send({ ...call, operation, attempts: 0, outcomeUnknown: false }, read);
    if (outcome.kind !== "response" || !(outcome.ok || outcome.status === 404)) return undefined;
    const found = findEffect(effect, outcome.ok ? outcome.data : undefined, write);
    emit?.(call, { type: "reconcile", result: typeof found === "string" ? found : "done" });
    if (typeof found === "object") {
      const { data } = found;
      return { ...outcome, status: success, ok: true, data, text: JSON.stringify(data) ?? "" };
    }
    // To send an update again changes nothing; to add a mount again may mount it twice.
    if (found === "cannot tell") return effect.effect === "mount-updated" ? "retry" : undefined;
    if (found === "not done") return found;
    const wait = backoffMs(reads);
    if (now() + wait >= call.deadline) return undefined;
    await sleep(wait, call.signal);
  }
}
