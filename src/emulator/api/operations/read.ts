import { shown } from "../../http/reply.ts";
import { listItemView, type StoredSandbox, statusView } from "../../model/sandbox.ts";
import type { Handler } from "../../model/world.ts";
import { noSuchSandbox } from "./refusals.ts";

export const getSandbox: Handler = ({ store }, { sandboxID }) => {
  const sandbox = store.get(sandboxID);
  return sandbox ? shown(200, statusView(sandbox)) : noSuchSandbox;
};

export const listSandboxes: Handler = ({ store }, { query }) => {
  const { state, sort, "order-by": order, page, "page-size": size } = query as ListQuery;
  const matching = store.all().filter((sandbox) => state === undefined || sandbox.state === state);
  matching.sort(byAge);
  if (sort === "state") matching.sort((a, b) => compare(a.state, b.state));
  if (order === "desc") matching.reverse();
  const items = matching.slice((page - 1) * size, page * size).map(listItemView);
  return shown(200, { items, total_items: matching.length });
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
