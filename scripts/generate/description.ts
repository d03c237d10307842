import { DescriptionError } from "./problems.ts";

/** The part of an OpenAPI document that the generators read. `$ref`s point inside the document: it is bundled. */
export interface Description {
  readonly info: { readonly "x-leap0-limits"?: Readonly<Record<string, number>> };
  readonly servers?: readonly { readonly url: string }[];
  readonly "x-invoke-host"?: { readonly url: string; readonly sandboxDomain: string };
  readonly security?: readonly Readonly<Record<string, readonly string[]>>[];
  readonly paths: Readonly<Record<string, PathItem>>;
  readonly components: {
    readonly schemas?: Readonly<Record<string, Schema>>;
    readonly securitySchemes?: Readonly<Record<string, SecurityScheme>>;
  };
}

export interface Schema {
  readonly type?: string | readonly string[];
  readonly format?: string;
  readonly writeOnly?: boolean;
  readonly default?: unknown;
  readonly enum?: readonly unknown[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly [keyword: string]: unknown;
}

export interface SecurityScheme {
  readonly type: string;
  readonly scheme?: string;
  readonly in?: string;
  readonly name?: string;
}

interface Reference {
  readonly $ref: string;
}

export interface Parameter {
  readonly name: string;
  readonly in: string;
  readonly required?: boolean;
  readonly schema?: Schema;
}

interface Content {
  readonly content?: Readonly<Record<string, { readonly schema?: Schema }>>;
}

interface OperationObject {
  readonly operationId?: string;
  readonly parameters?: readonly (Parameter | Reference)[];
  readonly requestBody?: Content | Reference;
  readonly responses?: Readonly<Record<string, Content | Reference>>;
  readonly "x-leap0"?: Facts;
}

interface PathItem {
  readonly parameters?: readonly (Parameter | Reference)[];
  readonly [method: string]: unknown;
}

/** What `x-leap0` says about an operation. Its form is checked by the lint rule `leap0/operation-facts`. */
export interface Facts {
  readonly slow?: true;
  readonly lifecycle?: { readonly from: readonly string[]; readonly through: string; readonly to: string };
  readonly retry: "safe" | "never" | "reconcile";
  readonly reconcile?: "state-reached" | "sandbox-gone" | "mount-gone" | "mount-matches" | "mount-updated";
  readonly match?: readonly string[];
}

/** One operation with its references followed as far as the generators look. */
export interface Operation {
  readonly id: string;
  readonly method: string;
  readonly path: string;
  readonly parameters: readonly Parameter[];
  readonly body?: Schema;
  /** The JSON body by status, `default` included; no schema where the answer has no body. */
  readonly responses: Readonly<Record<string, Schema | undefined>>;
  readonly facts?: Facts | undefined;
}

const methods = ["get", "put", "post", "delete", "options", "head", "patch", "trace"];

/** All operations, by id. */
export function operationsOf(description: Description): readonly Operation[] {
  const operations: Operation[] = [];
  const unnamed: string[] = [];
  for (const [path, item] of Object.entries(description.paths)) {
    for (const method of methods) {
      const operation = item[method] as OperationObject | undefined;
      if (operation === undefined) continue;
      if (operation.operationId === undefined) {
        unnamed.push(`${method.toUpperCase()} ${path}: give it an operationId`);
        continue;
      }
      operations.push(read(description, operation.operationId, method, path, item));
    }
  }
  if (unnamed.length > 0) throw new DescriptionError(unnamed);
  return operations.sort((a, b) => (a.id < b.id ? -1 : 1));
}

function read(description: Description, id: string, method: string, path: string, item: PathItem): Operation {
  const operation = item[method] as OperationObject;
  const parameters = [...(item.parameters ?? []), ...(operation.parameters ?? [])];
  const body = operation.requestBody && json(follow(description, operation.requestBody));
  const responses = Object.entries(operation.responses ?? {}).map(
    ([status, response]) => [status, json(follow(description, response))] as const,
  );
  return {
    id,
    method: method.toUpperCase(),
    path,
    parameters: parameters.map((parameter) => follow(description, parameter)),
    ...(body ? { body } : {}),
    responses: Object.fromEntries(responses),
    facts: operation["x-leap0"],
  };
}

function json(holder: Content): Schema | undefined {
  return holder.content?.["application/json"]?.schema;
}

/** The thing itself, when what stands here is a reference to it. */
export function follow<T extends object>(description: Description, thing: T | Reference): T {
  let found: unknown = thing;
  for (let ref = refOf(found); ref !== undefined; ref = refOf(found)) {
    const steps = ref.replace(/^#\//, "").split("/");
    found = steps.reduce<unknown>(
      (at, step) =>
        (at as Record<string, unknown> | undefined)?.[
          decodeURIComponent(step).replaceAll("~1", "/").replaceAll("~0", "~")
        ],
      description,
    );
    if (found === undefined) throw new DescriptionError([`nothing stands at ${ref}`]);
  }
  return found as T;
}

export function refOf(thing: unknown): string | undefined {
  const ref = (thing as { $ref?: unknown } | null | undefined)?.$ref;
  return typeof ref === "string" ? ref : undefined;
}
