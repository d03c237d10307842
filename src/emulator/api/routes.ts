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
/** The part that all paths begin with: `/v1`. */
const version = `/${described[0]?.path.split("/")[1]}`;
const literals = new Set(described.flatMap(({ path }) => path.split("/")));

const routes = described.map(({ id, method, path }) => {
  const segments = path.replace(/\/$/, "").replaceAll(/\{(\w+)\}/g, "(?<$1>[^/]+)");
  // The vendor's clients differ in the slash at the end.
  return { operation: id, method, pattern: new RegExp(`^${segments}/?$`) };
});

/** Finds the operation. Nothing in the path is collapsed; one slash more or less at its end is the same. */
export function routeOf(method: string, path: string): Route | undefined {
  for (const route of routes) {
    const found = route.method === method && route.pattern.exec(path);
    if (!found) continue;
    const { operation } = route;
    const { sandboxID = "", mountID = "" } = found.groups ?? {};
    const handler = handlers[operation] ?? noHandler;
    return { operation, handler, sandboxID: decoded(sandboxID), mountID: decoded(mountID) };
  }
  return undefined;
}

/** The methods that the path has, for telling a wrong method from an unknown path. */
export function methodsOf(path: string): string[] {
  return routes.filter(({ pattern }) => pattern.test(path)).map(({ method }) => method);
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
