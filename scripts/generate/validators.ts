import { type Description, follow, type Parameter, refOf, type Schema } from "../description/document.ts";
import type { Operation } from "../description/read.ts";
import { compile } from "./compile.ts";
import { selfContained } from "./self-contained.ts";
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
