import { type LifecycleOperation, lifecycle, successOf } from "../../description.ts";
import { listItemView, type StoredSandbox, sandboxView, statusView } from "../../model/sandbox.ts";
import { isFull } from "../../model/store.ts";
import { failed, found, type Handler } from "../result.ts";

export const noSuchSandbox = failed(404, "There is no sandbox with this id.");

/** Pause, stop, start and delete: from a state that the description allows, through one, to another. */
export function move(operation: Exclude<LifecycleOperation, "createSandbox">): Handler {
  const { from, through, to } = lifecycle[operation];

  return (world, { sandboxID }) => {
    const sandbox = world.store.get(sandboxID);
    if (!sandbox) return noSuchSandbox;
    if (!from.includes(sandbox.state))
      return failed(409, `The sandbox is ${sandbox.state}. This needs one that is ${from.join(" or ")}.`);
    if (sandbox.state === "stopped" && to === "running" && isFull(world))
      return failed(
        429,
        `The organization has ${world.limits.sandboxes} running sandboxes, which is its limit.`,
      );
    world.machine.begin(sandbox, { through, to });
    const result = { status: successOf(operation), applied: true, moving: sandbox };
    return to === "deleted" ? result : { ...result, body: sandboxView(sandbox) };
  };
}

export const getSandbox: Handler = ({ store }, { sandboxID }) => {
  const sandbox = store.get(sandboxID);
  return sandbox ? found(statusView(sandbox)) : noSuchSandbox;
};

export const listSandboxes: Handler = ({ store }, { query }) => {
  const { state, sort, "order-by": order, page, "page-size": size } = query as ListQuery;
  const matching = store.all().filter((sandbox) => state === undefined || sandbox.state === state);
  matching.sort(byAge);
  if (sort === "state") matching.sort((a, b) => compare(a.state, b.state));
  if (order === "desc") matching.reverse();
  const items = matching.slice((page - 1) * size, page * size).map(listItemView);
  return found({ items, total_items: matching.length });
};

/** The query with its defaults filled in. */
interface ListQuery {
  readonly state?: string;
  readonly sort: "created_at" | "state";
  readonly "order-by": "asc" | "desc";
  readonly page: number;
  readonly "page-size": number;
}

/** Sandboxes of the same millisecond are told apart by id, so that no page shows one twice. */
function byAge(a: StoredSandbox, b: StoredSandbox): number {
  return compare(a.created_at, b.created_at) || compare(a.id, b.id);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
