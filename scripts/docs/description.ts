import { readFile } from "node:fs/promises";
import { join } from "node:path";

/** The bundled description, as far as the pages read it. */
export interface Description {
  readonly info: {
    readonly title: string;
    readonly version: string;
    readonly summary: string;
    readonly description: string;
    readonly "x-leap0-limits": Readonly<Record<string, number>>;
  };
  readonly paths: Readonly<Record<string, Readonly<Record<string, OperationObject>>>>;
  readonly components: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

export interface Schema {
  readonly $ref?: string;
  readonly title?: string;
  readonly description?: string;
  readonly type?: string | readonly string[];
  readonly format?: string;
  readonly writeOnly?: boolean;
  readonly default?: unknown;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly properties?: Readonly<Record<string, Schema | boolean>>;
  readonly required?: readonly string[];
  readonly items?: Schema;
  readonly additionalProperties?: Schema | boolean;
  readonly allOf?: readonly Schema[];
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly maxItems?: number;
  readonly "x-open-enum"?: boolean;
}

export interface Content {
  readonly "application/json"?: {
    readonly schema: Schema;
    readonly examples?: Readonly<Record<string, Example>>;
  };
}

export interface Example {
  readonly $ref?: string;
  readonly summary?: string;
  readonly value?: unknown;
}

export interface Parameter {
  readonly $ref?: string;
  readonly name: string;
  readonly in: string;
  readonly required?: boolean;
  readonly description: string;
  readonly schema: Schema;
  readonly example?: unknown;
}

export interface ResponseObject {
  readonly $ref?: string;
  readonly description: string;
  readonly content?: Content;
}

export interface OperationObject {
  readonly operationId: string;
  readonly summary: string;
  readonly description: string;
  readonly tags: readonly string[];
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: { readonly description: string; readonly content: Content };
  readonly responses: Readonly<Record<string, ResponseObject>>;
  readonly "x-leap0": {
    readonly slow?: true;
    readonly retry: "safe" | "never" | "reconcile";
    readonly reconcile?: string;
    readonly lifecycle?: { readonly from: readonly string[]; readonly through: string; readonly to: string };
  };
  readonly "x-codeSamples": readonly {
    readonly lang: string;
    readonly label: string;
    readonly source: string;
  }[];
}

export const readDescription = async (root: string): Promise<Description> =>
  JSON.parse(await readFile(join(root, "src/generated/openapi.json"), "utf8"));

/** What a reference in the description leads to. */
export function follow<T extends object>(description: Description, value: T): T {
  const { $ref } = value as { $ref?: string };
  if ($ref === undefined) return value;
  const [, , kind = "", name = ""] = $ref.split("/");
  const found = description.components[kind]?.[name];
  if (!found) throw new Error(`the description has no ${$ref}`);
  return follow(description, found as T);
}

export const refName = ({ $ref }: { readonly $ref?: string }): string | undefined => $ref?.split("/").at(-1);

/**
 * The description without properties that are `false`. They say that a field is not accepted, and Redoc shows them as
 * one that takes anything.
 */
export function withoutForbidden<T>(value: T): T {
  if (Array.isArray(value)) return value.map(withoutForbidden) as T;
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).map(([key, inner]) => [
    key,
    key === "properties" && typeof inner === "object" && inner !== null
      ? withoutForbidden(Object.fromEntries(Object.entries(inner).filter(([, each]) => each !== false)))
      : withoutForbidden(inner),
  ]);
  return Object.fromEntries(entries) as T;
}
