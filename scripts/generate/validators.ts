import { build, type Plugin } from "esbuild";
import { type Description, follow, type Parameter, refName, type Schema } from "../description/document.ts";
import type { Operation } from "../description/read.ts";
import { root } from "../install.ts";
import { compile } from "./compile.ts";
import { notice } from "./source.ts";

/** Schemas that are compiled alike, by the names of their functions. */
type Schemas = Map<string, Schema>;

/**
 * `src/generated/emulator/validators.js`: the schemas compiled to plain functions, with all they call inside. Ajv itself
 * compiles with `new Function`, which some runtimes forbid.
 */
export async function renderValidators(
  description: Description,
  operations: readonly Operation[],
): Promise<string> {
  const json: Schemas = new Map();
  const text: Schemas = new Map();
  const [bodies, queries, responses]: [string[], string[], string[]] = [[], [], []];
  for (const { id, body, parameters, responses: described } of operations) {
    const query = queryOf(description, parameters);
    if (body) bodies.push(`${id}: ${add(json, `${id}_bodies`, body)},`);
    if (query) queries.push(`${id}: ${add(text, `${id}_queries`, query)},`);
    const statuses = Object.entries(described).flatMap(([status, schema]) =>
      schema ? `"${status}": ${add(json, `${id}_responses_${status}`, schema)}` : [],
    );
    responses.push(`${id}: { ${statuses.join(", ")} },`);
  }
  const index = `
    import { ${[...json.keys()].join(", ")} } from "json";
    import { ${[...text.keys()].join(", ")} } from "text";
    export const bodies = { ${bodies.join("\n")} };
    export const queries = { ${queries.join("\n")} };
    export const responses = { ${responses.join("\n")} };`;
  const modules = {
    json: compile(description, json, {}),
    // A query arrives as text, and what is left out of it has a default.
    text: compile(description, text, { coerceTypes: true, useDefaults: true }),
    index,
  };
  return `// ${notice}\n${await selfContained(modules)}`;
}

/** Where a named schema is all that a body consists of, its one function serves every place. */
function add(schemas: Schemas, own: string, schema: Schema): string {
  const name = (Object.keys(schema).length === 1 && refName(schema)) || own;
  schemas.set(name, schema);
  return name;
}

function queryOf(description: Description, parameters: readonly Parameter[]): Schema | undefined {
  const query = parameters.filter((parameter) => parameter.in === "query");
  if (query.length === 0) return undefined;
  const properties = query.map(({ name, schema = {} }) => [name, follow(description, schema)]);
  return {
    type: "object",
    properties: Object.fromEntries(properties),
    required: query.filter(({ required }) => required).map(({ name }) => name),
  };
}

/** One ES module out of several that exist only in memory, with everything they import from packages inside. */
async function selfContained(modules: Readonly<Record<string, string>>): Promise<string> {
  const inMemory: Plugin = {
    name: "in-memory",
    setup(builder) {
      const filter = new RegExp(`^(${Object.keys(modules).join("|")})$`);
      builder.onResolve({ filter }, ({ path }) => ({ path, namespace: "memory" }));
      builder.onLoad({ filter: /.*/, namespace: "memory" }, ({ path }) => ({
        contents: modules[path] ?? "",
        // From where it finds the packages.
        resolveDir: import.meta.dirname,
      }));
    },
  };
  const result = await build({
    entryPoints: ["index"],
    bundle: true,
    write: false,
    // The output names the packages' files, and must not depend on where it was made.
    absWorkingDir: root,
    format: "esm",
    platform: "neutral",
    mainFields: ["module", "main"],
    target: "es2022",
    charset: "utf8",
    legalComments: "none",
    minifyWhitespace: true,
    // Else a linked node_modules would show in the output.
    preserveSymlinks: true,
    logLevel: "silent",
    plugins: [inMemory],
  });
  return result.outputFiles.map(({ text }) => text).join("");
}

/** `src/generated/emulator/validators.d.ts` */
export function renderValidatorTypes(): string {
  return `// ${notice}

import type { operations } from "../schema.ts";

/** One thing that is wrong, and where: \`instancePath\` is a JSON pointer into what was checked. */
export interface Problem {
  readonly instancePath: string;
  readonly schemaPath: string;
  readonly keyword: string;
  readonly params: Readonly<Record<string, unknown>>;
  readonly message?: string;
}

/** Whether the data is as described; when it is not, \`errors\` holds the problems until the next call. */
export interface Validate<T = unknown> {
  (data: unknown): data is T;
  errors?: Problem[] | null;
}

type Json<T> = T extends { content: { "application/json": infer Body } } ? Body : never;
type WithBody = {
  [Id in keyof operations]: operations[Id] extends { requestBody: object } ? Id : never;
}[keyof operations];
type WithQuery = {
  [Id in keyof operations]: operations[Id] extends { parameters: { query?: never } } ? never : Id;
}[keyof operations];
type ResponseChecks<Responses> = {
  readonly [Status in keyof Responses as Json<Responses[Status]> extends never ? never : Status]: Validate<
    Json<Responses[Status]>
  >;
};

/** JSON request bodies by operation. */
export const bodies: { readonly [Id in WithBody]: Validate<Json<operations[Id]["requestBody"]>> };

/** Query parameters by operation. The object that is checked is changed: text to numbers, defaults filled in. */
export const queries: {
  readonly [Id in WithQuery]: Validate<NonNullable<operations[Id]["parameters"]["query"]>>;
};

/** JSON responses by operation and status. Open enums are closed here: the emulator checks its own responses. */
export const responses: { readonly [Id in keyof operations]: ResponseChecks<operations[Id]["responses"]> };
`;
}
