import { fileURLToPath } from "node:url";
import { build, type Plugin } from "esbuild";
import { type Description, follow, type Parameter, refOf, type Schema } from "../description/document.ts";
import type { Operation } from "../description/read.ts";
import { compile } from "./compile.ts";
import { notice } from "./source.ts";

type Group = "bodies" | "queries" | "responses";

/** What a validator checks, and where it is found in the module. */
interface Check {
  readonly group: Group;
  readonly id: string;
  readonly status?: string;
  readonly schema: Schema;
}

/**
 * `src/generated/emulator/validators.js`: the schemas compiled to plain functions, with all they call inside. Ajv itself
 * compiles with `new Function`, which some runtimes forbid.
 */
export async function renderValidators(
  description: Description,
  operations: readonly Operation[],
): Promise<string> {
  const checks = operations.flatMap((operation) => checksOf(description, operation));
  const modules = {
    json: compile(description, byName(checks, "json"), {}),
    // A query arrives as text, and what is left out of it has a default.
    text: compile(description, byName(checks, "text"), { coerceTypes: true, useDefaults: true }),
    index: index(checks),
  };
  return `// ${notice}\n${await selfContained(modules, "index")}`;
}

function checksOf(description: Description, { id, body, responses, parameters }: Operation): Check[] {
  const query = queryOf(description, parameters);
  return [
    ...(body ? [{ group: "bodies", id, schema: body } as const] : []),
    ...(query ? [{ group: "queries", id, schema: query } as const] : []),
    ...Object.entries(responses).flatMap(([status, schema]) =>
      schema === undefined ? [] : [{ group: "responses", id, status, schema } as const],
    ),
  ];
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

function moduleOf(check: Check): "json" | "text" {
  return check.group === "queries" ? "text" : "json";
}

function byName(checks: readonly Check[], module: "json" | "text"): Map<string, Schema> {
  const here = checks.filter((check) => moduleOf(check) === module);
  return new Map(here.map((check) => [nameOf(check), check.schema]));
}

/** Where a named schema is all that a body consists of, its one function serves every place. */
function nameOf({ group, id, status, schema }: Check): string {
  const ref = refOf(schema);
  if (ref !== undefined && Object.keys(schema).length === 1) return ref.slice(ref.lastIndexOf("/") + 1);
  return [id, group, status].filter((part) => part !== undefined).join("_");
}

/** The module that users of the validators see: `bodies.id`, `queries.id`, `responses.id[status]`. */
function index(checks: readonly Check[]): string {
  const imports = (["json", "text"] as const).map(
    (module) => `import { ${[...byName(checks, module).keys()].join(", ")} } from "${module}";`,
  );
  const groups = (["bodies", "queries", "responses"] as const).map((group) => {
    const here = checks.filter((check) => check.group === group);
    const ids = [...new Set(here.map(({ id }) => id))];
    const members = ids.map((id) => `${id}: ${memberOf(here.filter((check) => check.id === id))},`);
    return `export const ${group} = { ${members.join("\n")} };`;
  });
  return [...imports, ...groups].join("\n");
}

function memberOf(checks: readonly Check[]): string {
  const functions = checks.map((check) =>
    check.status === undefined ? nameOf(check) : `${JSON.stringify(check.status)}: ${nameOf(check)}`,
  );
  return checks[0]?.group === "responses" ? `{ ${functions.join(", ")} }` : functions.join();
}

/** One ES module out of several that exist only in memory, with everything they import from packages inside. */
export async function selfContained(
  modules: Readonly<Record<string, string>>,
  entry: string,
): Promise<string> {
  const result = await build({
    entryPoints: [entry],
    bundle: true,
    write: false,
    // The output names the packages' files, and must not depend on where it was made.
    absWorkingDir: fileURLToPath(new URL("../..", import.meta.url)),
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
    plugins: [inMemory(modules)],
  });
  return result.outputFiles.map(({ text }) => text).join("");
}

function inMemory(modules: Readonly<Record<string, string>>): Plugin {
  const filter = new RegExp(`^(${Object.keys(modules).join("|")})$`);
  return {
    name: "in-memory",
    setup(builder) {
      builder.onResolve({ filter }, ({ path }) => ({ path, namespace: "memory" }));
      builder.onLoad({ filter: /.*/, namespace: "memory" }, ({ path }) => ({
        contents: modules[path] ?? "",
        // From where it finds the packages.
        resolveDir: import.meta.dirname,
      }));
    },
  };
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
