import { RegExpRouter } from "hono/router/reg-exp-router";
import { type OperationId, operations } from "../description.ts";
import { addSandboxMount, deleteSandboxMount, updateSandboxMount } from "./operations/mounts.ts";
import { createSandbox, getSandbox, listSandboxes, move } from "./operations/sandboxes.ts";
import { failed, type Handler } from "./result.ts";

const handlers: Readonly<Partial<Record<OperationId, Handler>>> = {
  createSandbox,
  getSandbox,
  listSandboxes,
  deleteSandbox: move("deleteSandbox"),
  pauseSandbox: move("pauseSandbox"),
  stopSandbox: move("stopSandbox"),
  startSandbox: move("startSandbox"),
  addSandboxMount,
  updateSandboxMount,
  deleteSandboxMount,
};

/** An operation that the description has and the emulator does not is checked like all, and returns 501. */
const noHandler: Handler = () =>
  failed(501, "The emulator has no handler for this operation yet: add one in src/emulator/api/routes.ts.");

/** The operation that a request is for. */
export interface Route {
  readonly operation: OperationId;
  readonly handler: Handler;
  readonly sandboxID: string;
  readonly mountID: string;
}

const described = Object.values(operations);
const methods = [...new Set(described.map(({ method }) => method))];
/** The part that all paths begin with: `/v1`. */
const version = `/${described[0]?.path.split("/")[1]}`;
const literals = new Set(described.flatMap(({ path }) => path.split("/")));

const router = new RegExpRouter<OperationId>();
for (const { id, method, path } of described) {
  const pattern = path.replaceAll(/\{(\w+)\}/g, ":$1");
  // The vendor's clients differ in the slash at the end.
  router.add(method, pattern, id);
  router.add(method, pattern.endsWith("/") ? pattern.slice(0, -1) : `${pattern}/`, id);
}

/** Finds the operation. Nothing in the path is collapsed; one slash more or less at its end is the same. */
export function routeOf(method: string, path: string): Route | undefined {
  const [matches, values] = router.match(method, path);
  const [operation, parameters] = matches[0] ?? [];
  if (operation === undefined) return undefined;
  const parameter = (name: string): string => {
    const at = (parameters as Record<string, number> | undefined)?.[name];
    return at === undefined ? "" : decoded((values as string[] | undefined)?.[at] ?? "");
  };
  return {
    operation,
    handler: handlers[operation] ?? noHandler,
    sandboxID: parameter("sandboxID"),
    mountID: parameter("mountID"),
  };
}

/** The methods that the path has, for telling a wrong method from an unknown path. */
export function methodsOf(path: string): string[] {
  return methods.filter((method) => router.match(method, path)[0].length > 0);
}

/** The path from the API's version on: a base URL may have a path of its own. */
export function withoutBase(path: string): string {
  if (path.startsWith(`${version}/`)) return path;
  const start = path.indexOf(`${version}/`);
  return start === -1 ? path : path.slice(start);
}

/** Whether the path is one that the API may have, though the description does not. */
export function belongsToApi(path: string): boolean {
  return path === version || path.startsWith(`${version}/`);
}

/** Whether the segment stands in a path of the description. */
export function isLiteral(segment: string): boolean {
  return literals.has(segment);
}

/** A segment that is no valid encoding names nothing that exists: it stays as it is. */
function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
