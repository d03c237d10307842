/**
 * The part of the description that the scripts read: OpenAPI 3.1, bundled, so that every `$ref` points inside it. What
 * `npm run spec:lint` demands is not optional here.
 */
export interface Description {
  readonly info: {
    readonly title: string;
    readonly version: string;
    readonly summary: string;
    readonly description: string;
  };
  readonly servers?: readonly { readonly url: string }[];
  readonly security?: readonly Readonly<Record<string, readonly string[]>>[];
  readonly paths: Readonly<Record<string, PathItem>>;
  readonly components: {
    readonly schemas?: Readonly<Record<string, Schema>>;
    readonly securitySchemes?: Readonly<Record<string, SecurityScheme>>;
    readonly [kind: string]: unknown;
  };
  readonly "x-leap0"?: {
    readonly limits?: Readonly<Record<string, number>>;
    readonly sandboxHost?: { readonly url: string; readonly domain: string };
  };
}

/** An object that may stand for another one. */
export type OrReference<T> = T | { readonly $ref: string };

export interface PathItem {
  readonly parameters?: readonly OrReference<Parameter>[];
  readonly [method: string]: unknown;
}

export interface OperationObject {
  readonly operationId: string;
  readonly summary: string;
  readonly description: string;
  readonly tags: readonly string[];
  readonly parameters?: readonly OrReference<Parameter>[];
  readonly requestBody?: OrReference<Body>;
  readonly responses: Readonly<Record<string, OrReference<Body>>>;
  readonly "x-leap0": Facts;
  readonly "x-codeSamples": readonly {
    readonly lang: string;
    readonly label: string;
    readonly source: string;
  }[];
}

/** What `x-leap0` says about an operation. Its form is checked by the lint rule `leap0/operation-facts`. */
export interface Facts {
  readonly slow?: true;
  readonly lifecycle?: { readonly from: readonly string[]; readonly through: string; readonly to: string };
  readonly retry: "safe" | "never" | "reconcile";
  readonly reconcile?: "state-reached" | "sandbox-gone" | "mount-gone" | "mount-matches" | "mount-updated";
  readonly match?: readonly string[];
}

export interface Parameter {
  readonly name: string;
  readonly in: string;
  readonly required?: boolean;
  readonly description: string;
  readonly schema: Schema;
  readonly example?: unknown;
}

/** A request body or a response. */
export interface Body {
  readonly description: string;
  readonly content?: Content;
}

export interface Content {
  readonly "application/json"?: {
    readonly schema: Schema;
    readonly examples?: Readonly<Record<string, OrReference<Example>>>;
  };
}

export interface Example {
  readonly summary?: string;
  readonly value?: unknown;
}

export interface Schema {
  readonly $ref?: string;
  readonly description?: string;
  readonly type?: string | readonly string[];
  readonly format?: string;
  readonly writeOnly?: boolean;
  readonly default?: unknown;
  readonly enum?: readonly unknown[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly items?: Schema;
  readonly additionalProperties?: Schema | boolean;
  readonly allOf?: readonly Schema[];
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly not?: Schema;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly maxItems?: number;
  readonly [keyword: string]: unknown;
}

export interface SecurityScheme {
  readonly type: string;
  readonly scheme?: string;
  readonly in?: string;
  readonly name?: string;
}

/** The description lacks something that a script needs. Each problem says what to add where. */
export class DescriptionError extends Error {
  override readonly name = "DescriptionError";
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(problems.join("\n"));
    this.problems = problems;
  }
}

/** The thing itself, when what is given refers to it. */
export function follow<T extends object>(description: Description, thing: OrReference<T>): T {
  let found: unknown = thing;
  for (let ref = refOf(found); ref !== undefined; ref = refOf(found)) {
    const steps = ref.replace(/^#\//, "").split("/").map(unescaped);
    found = steps.reduce<unknown>(
      (at, step) => (at as Record<string, unknown> | undefined)?.[step],
      description,
    );
    if (found === undefined) throw new DescriptionError([`The description has no ${ref}.`]);
  }
  return found as T;
}

const unescaped = (step: string): string =>
  decodeURIComponent(step).replaceAll("~1", "/").replaceAll("~0", "~");

export function refOf(thing: unknown): string | undefined {
  const ref = (thing as { $ref?: unknown } | null | undefined)?.$ref;
  return typeof ref === "string" ? ref : undefined;
}

/** The name of the component that this refers to. */
export const refName = (thing: unknown): string | undefined => refOf(thing)?.split("/").at(-1);
