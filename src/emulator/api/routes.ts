import { RegExpRouter } from "hono/router/reg-exp-router";
import { type OperationId, operations } from "../description.ts";

/** The operation that a request is for. */
export interface Route {
  readonly operation: OperationId;
  readonly sandboxID: string;
  readonly mountID: string;
}

const router = new RegExpRouter<OperationId>();
for (const { id, method, path } of Object.values(operations)) router.add(method, toPattern(path), id);
const methods = [...new Set(Object.values(operations).map(({ method }) => method))];

/** Finds the operation. Nothing in the path is collapsed, and every slash counts. */
export function routeOf(method: string, path: string): Route | undefined {
  const [found, values] = router.match(method, path);
  const [operation, parameters] = found[0] ?? [];
  if (operation === undefined) return undefined;
  const parameter = (name: string): string => {
    const at = (parameters as Record<string, number> | undefined)?.[name];
    return at === undefined ? "" : decoded((values as string[] | undefined)?.[at] ?? "");
  };
  return { operation, sandboxID: parameter("sandboxID"), mountID: parameter("mountID") };
}

/** The methods that the path has, for telling a wrong method from an unknown path. */
export function methodsOf(path: string): string[] {
  return methods.filter((method) => router.match(method, path)[0].length > 0);
}

/** The description writes `{name}`, the router `:name`. */
function toPattern(path: string): string {
  return path.replaceAll(/\{(\w+)\}/g, ":$1");
}

/** A segment that is no valid encoding names nothing that exists: it stays as it is. */
function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
