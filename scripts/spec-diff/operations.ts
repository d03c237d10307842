import { type Document, type Fields, fieldsOf, resolve } from "./document.ts";

export interface Operation {
  /** Its operationId, or its method and path where it has none. */
  readonly id: string;
  readonly method: string;
  readonly path: string;
  /** The same for operations that are the same call, whatever their path parameters are called. */
  readonly key: string;
  readonly fields: Fields;
  readonly parameters: readonly unknown[];
}

export interface Found {
  readonly document: Document;
  readonly operation: Operation;
  /** Its path with our names in it. */
  readonly spelling: string;
}

const METHODS = ["get", "put", "post", "delete", "options", "head", "patch", "trace"];

export function operationsOf(document: Document): Operation[] {
  return Object.entries(document.paths).flatMap(([path, value]) => {
    const item = resolve(document, value);
    return METHODS.filter((method) => item[method]).map((method) => {
      const fields = fieldsOf(item[method]);
      const name = `${method.toUpperCase()} ${path}`;
      return {
        id: typeof fields.operationId === "string" ? fields.operationId : name,
        method: method.toUpperCase(),
        path,
        key: `${method} ${withoutNames(path)}`,
        fields,
        parameters: [...listOf(item.parameters), ...listOf(fields.parameters)],
      };
    });
  });
}

/** The same call in another document. A path that differs in its last slash only is found as well, to be told. */
export function find(document: Document, wanted: Operation): Omit<Found, "document"> | undefined {
  const all = operationsOf(document);
  const operation =
    all.find(({ key }) => key === wanted.key) ??
    all.find(({ key }) => withoutLastSlash(key) === withoutLastSlash(wanted.key));
  if (!operation) return undefined;
  const names = [...wanted.path.matchAll(/\{[^}]+\}/g)].map(([name]) => name);
  return { operation, spelling: operation.path.replace(/\{[^}]+\}/g, () => names.shift() ?? "{}") };
}

const listOf = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);
const withoutNames = (path: string): string => path.replace(/\{[^}]+\}/g, "{}");
const withoutLastSlash = (key: string): string => key.replace(/\/$/, "");
