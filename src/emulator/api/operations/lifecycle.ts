import { type LifecycleOperation, lifecycle, successOf } from "../../description.ts";
import { refused } from "../../http/reply.ts";
import { sandboxView } from "../../model/sandbox.ts";
import type { Handler } from "../../model/world.ts";
import { noSuchSandbox } from "./refusals.ts";

/** Pause, stop, start and delete: from a state that the description allows, through one, to another. */
export function move(operation: Exclude<LifecycleOperation, "createSandbox">): Handler {
  const { from, through, to } = lifecycle[operation];

  return ({ store, machine }, { sandboxID }) => {
    const sandbox = store.get(sandboxID);
    if (!sandbox) return noSuchSandbox;
    if (!from.includes(sandbox.state))
      return refused(409, `The sandbox is ${sandbox.state}. This needs one that is ${from.join(" or ")}.`);
    machine.begin(sandbox, { through, to });
    const reply = { status: successOf(operation), applied: true, moving: sandbox };
    return to === "deleted" ? reply : { ...reply, body: sandboxView(sandbox) };
  };
}
