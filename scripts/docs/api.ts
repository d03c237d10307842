import { limits as apiLimits } from "../../src/generated/emulator/description.ts";
import {
  type Body,
  type Content,
  type Description,
  follow,
  type OperationObject,
  refName,
  type Schema,
} from "../description/document.ts";
import { knownValues, openEnum } from "../description/schemas.ts";
import { blocks, type Page, plain } from "./page.ts";

/** The methods of the SDK by the operations that they call, and what each operation can throw. */
export interface Methods {
  readonly of: ReadonlyMap<string, { readonly resource: string; readonly method: string }>;
  readonly errors: ReadonlyMap<string, readonly string[]>;
}

/** An operation with the place where it stands. */
interface Operation extends Omit<OperationObject, "requestBody"> {
  readonly method: string;
  readonly path: string;
  readonly requestBody: Body | undefined;
}

const operationsOf = (description: Description): Operation[] =>
  Object.entries(description.paths).flatMap(([path, item]) =>
    (Object.entries(item) as [string, OperationObject][]).map(([method, operation]) => ({
      ...operation,
      path,
      method: method.toUpperCase(),
      requestBody: operation.requestBody && follow(description, operation.requestBody),
    })),
  );

/** The method that an operation's TypeScript sample calls. */
export function methodsOf(description: Description): Methods["of"] {
  return new Map(
    operationsOf(description).map(({ operationId, "x-codeSamples": samples }) => {
      const [, resource = "", method = ""] =
        /client\.(\w+)\.(\w+)\(/.exec(samples.find(({ lang }) => lang === "TypeScript")?.source ?? "") ?? [];
      return [operationId, { resource, method }];
    }),
  );
}

/** The pages of the description: what holds for all operations, each operation, and the shapes of bodies. */
export function apiPages(description: Description, methods: Methods): Page[] {
  const { summary, description: text } = description.info;
  const about: Page = {
    path: "api/overview",
    source: "api/overview.md",
    title: "About the API",
    summary,
    section: "API",
    group: "",
    markdown: `# About the API\n\n${summary}\n\n${text.replace("## States", "## States\n\n<!-- diagram: states -->")}`,
  };
  const pages = operationsOf(description).map((operation) => operationPage(description, operation, methods));
  pages.sort((one, other) => -one.group.localeCompare(other.group));
  return [about, ...pages, modelsPage(description)];
}

function operationPage(description: Description, operation: Operation, { of, errors }: Methods): Page {
  const { operationId, method, path, summary, tags } = operation;
  const called = of.get(operationId) ?? { resource: "", method: "" };
  const sheet = `../sdk/${called.resource}.md#${called.method}`;
  return {
    path: `api/${operationId}`,
    source: `api/${operationId}.md`,
    title: summary,
    summary: plain(operation.description.split("\n\n")[0] ?? ""),
    section: "API",
    group: tags[0] ?? "",
    method,
    markdown: blocks(
      `# ${summary}`,
      `<p class="path"><span class="method ${method.toLowerCase()}">${method}</span> <code>${path}</code></p>`,
      `Operation \`${operationId}\`; in the SDK [\`client.${called.resource}.${called.method}\`](${sheet}).`,
      operation.description,
      parameters(description, operation),
      body(description, operation),
      ...successes(operation).map((status) => response(description, operation, status)),
      failures(description, operation, errors.get(operationId) ?? []),
      limits(operation),
    ),
    aside: aside(description, operation),
  };
}

const NOTHING: Body = { description: "" };
const codes = (values: readonly unknown[]) => values.map((each) => `\`${each}\``).join(", ");
const json = (value: unknown) => `\`\`\`json\n${JSON.stringify(value, undefined, 2)}\n\`\`\``;
const link = (name: string) => `models.md#${name}`;

const successes = ({ responses }: Operation) =>
  Object.keys(responses).filter((status) => status.startsWith("2"));

/** Samples, bodies and responses: what stays in view beside the text. */
function aside(description: Description, operation: Operation): string {
  const { "x-codeSamples": samples, "x-leap0": facts, requestBody, responses } = operation;
  const { from = ["running"] } = facts.lifecycle ?? {};
  const state = from.length && !from.includes("running") ? ` state=${from[0]}` : "";
  const shown = samples.map(({ lang, source }) =>
    lang === "TypeScript"
      ? `### TypeScript\n\n\`\`\`ts${state}\n${source.trim()}\n\`\`\``
      : `### curl\n\n\`\`\`sh\n${source.trim()}\n\`\`\``,
  );
  const requests = examples(description, requestBody?.content).map(
    ({ summary, value }) => `### ${summary}\n\n${json(value)}`,
  );
  const returned = successes(operation).flatMap((status) =>
    examples(description, follow<Body>(description, responses[status] ?? NOTHING).content).map(
      ({ summary, value }) => `### ${status} ${summary}\n\n${json(value)}`,
    ),
  );
  return blocks(
    "## Sample",
    ...shown,
    ...(requests.length ? ["## Request", ...requests] : []),
    ...(returned.length ? ["## Response", ...returned] : []),
  );
}

const examples = (description: Description, content: Content | undefined) =>
  Object.values(content?.["application/json"]?.examples ?? {}).map((each) => follow(description, each));

function parameters(description: Description, operation: Operation): string {
  const given = (operation.parameters ?? []).map((each) => follow(description, each));
  if (!given.length) return "";
  const rows = given.map(({ name, in: place, required, description: text, schema }) =>
    row(`\`${name}\``, place, typeOf(description, schema), need(required), about(description, schema, text)),
  );
  return `## Parameters\n\n${table(["name", "in", "type", "required", "description"], rows)}`;
}

function body(description: Description, { requestBody }: Operation): string {
  const media = requestBody?.content?.["application/json"];
  if (!media) return "";
  return blocks(
    "## Body",
    named(requestBody?.description ?? "", media.schema),
    fields(description, media.schema),
  );
}

function response(description: Description, { responses }: Operation, status: string): string {
  const { content, description: text } = follow<Body>(description, responses[status] ?? NOTHING);
  const schema = content?.["application/json"]?.schema;
  if (!schema) return `## Response ${status}\n\n${text} No body.`;
  return blocks(`## Response ${status}`, named(text, schema), fields(description, schema));
}

function named(text: string, schema: Schema): string {
  const name = refName(schema);
  return name ? `${text} JSON, a [${name}](${link(name)}):` : `${text} JSON:`;
}

/** Each failure folded; then what the SDK can throw besides. */
function failures(description: Description, { responses }: Operation, errors: readonly string[]): string {
  const bad = Object.entries(responses).filter(([status]) => !status.startsWith("2"));
  const folded = bad.map(([status, each]) => {
    const { description: text, content } = follow(description, each);
    const shown = examples(description, content).map(({ summary, value }) => `${summary}:\n\n${json(value)}`);
    const label = status === "default" ? "any other status" : status;
    return `<details><summary><b>${label}</b> ${cell(text).replace(/`([^`]*)`/g, "<code>$1</code>")}</summary>\n\n${blocks(...shown)}\n\n</details>`;
  });
  const thrown = errors.map((name) => `[\`${name}\`](../sdk/errors.md#${name})`).join(", ");
  return blocks(
    "## Errors",
    "The API does not document the wording of its messages; those in the examples are made up.",
    ...folded,
    thrown &&
      `The SDK's method throws one of ${thrown}; a caller's abort rejects with the signal's own reason.`,
  );
}

const RETRIES = {
  safe: "It only reads, so the SDK retries it.",
  never:
    "The SDK does not retry it once it may have reached the API: its effect cannot be reconciled. The error then has `outcomeUnknown: true`.",
  reconcile: "When its response is lost, the SDK reads the sandbox before it retries.",
};

function limits(operation: Operation): string {
  const { requests, perMs, bodyBytes, sandboxes, mountsPerSandbox } = apiLimits;
  const { slow, lifecycle, retry } = operation["x-leap0"];
  const { operationId: id } = operation;
  const lines = [
    `${requests} requests in ${perMs / 1000} seconds for an organization, then 429.`,
    `${bodyBytes / 1024 / 1024} MiB for a request and for a response.`,
    /^(create|start)Sandbox$/.test(id) && `${sandboxes} sandboxes for an organization, by one source.`,
    /^(createSandbox|addSandboxMount)$/.test(id) && `${mountsPerSandbox} mounts for a sandbox.`,
    lifecycle?.from.length && `Only from ${codes(lifecycle.from)}; any other state gives 409.`,
    slow
      ? "Default limits of the SDK: 5 minutes for an attempt, 10 for the call, since memory or disk is moved."
      : "Default limits of the SDK: 30 seconds for an attempt, 2 minutes for the call.",
    RETRIES[retry],
  ];
  return `## Limits and retries\n\n${lines
    .filter(Boolean)
    .map((line) => `- ${line}`)
    .join("\n")}`;
}

/** The shapes that are sent and returned, from the description: TypeScript has the same names and fields. */
function modelsPage(description: Description): Page {
  const schemas = Object.entries(description.components.schemas ?? {}) as [string, Schema][];
  schemas.sort(([one], [other]) => one.localeCompare(other));
  const sections = schemas.map(([name, schema]) =>
    blocks(
      `## ${name} {#${name}}`,
      schema.description ?? "",
      fields(description, schema) || `${typeOf(description, { ...schema, description: "" })}.`,
    ),
  );
  return {
    path: "api/models",
    source: "api/models.md",
    title: "Models",
    summary: "The shapes of bodies and responses, field by field.",
    section: "API",
    group: "More",
    markdown: blocks(
      "# Models",
      "The shapes of bodies and responses, field by field, under the API's own names. Most can be imported as types:",
      '```ts no-run\nimport type { Mount, MountRequest, MountUpdate, Sandbox, SandboxCreate, SandboxStatus } from "leap0-fetch";\n```',
      "A **write-only** field is sent and never returned.",
      ...sections,
    ),
  };
}

const table = (head: readonly string[], rows: readonly string[]) =>
  [row(...head), row(...head.map(() => "---")), ...rows].join("\n");
const row = (...cells: readonly string[]) => `| ${cells.join(" | ")} |`;
const need = (required: boolean | undefined) => (required ? "required" : "optional");

function fields(description: Description, schema: Schema): string {
  const rows = fieldsOf(description, schema).map(([name, field, required]) =>
    row(
      `\`${name}\``,
      typeOf(description, field),
      need(required) + (field.writeOnly ? ", **write-only**" : ""),
      about(description, field),
    ),
  );
  return rows.length ? table(["field", "type", "required", "description"], rows) : "";
}

/** Fields that are `false` are not accepted, so they are not shown. */
function fieldsOf(description: Description, schema: Schema): [string, Schema, boolean][] {
  const { allOf, properties = {}, required = [] } = follow(description, schema);
  const inherited = allOf?.flatMap((each) => fieldsOf(description, each)) ?? [];
  const own = Object.entries(properties).flatMap(([name, field]): [string, Schema, boolean][] =>
    typeof field === "boolean" ? [] : [[name, field, required.includes(name)]],
  );
  return [...inherited, ...own];
}

function typeOf(description: Description, schema: Schema): string {
  const name = refName(schema);
  if (name && description.components.schemas?.[name]) return `[${name}](${link(name)})`;
  const { type, items, anyOf, oneOf, allOf, additionalProperties, format } = follow(description, schema);
  if (openEnum(schema)) return "string";
  const choices = anyOf ?? oneOf;
  if (choices) return [...new Set(choices.map((each) => typeOf(description, each)))].join(" or ");
  if (allOf?.[0]) return typeOf(description, allOf[0]);
  const shown = [type ?? "any"].flat().map((each) => {
    if (each === "array" && items) return `list of ${typeOf(description, items)}`;
    if (each === "object" && typeof additionalProperties === "object")
      return `map of ${typeOf(description, additionalProperties)}`;
    return each;
  });
  return shown.join(" or ") + (format && !/^(password|u?int\d*)$/.test(format) ? ` (${format})` : "");
}

function about(description: Description, schema: Schema, text?: string): string {
  const own = follow(description, schema);
  const { minimum, maximum, maxItems } = own;
  const known = knownValues(own) ?? [];
  const range =
    minimum !== undefined && maximum !== undefined
      ? `From ${minimum} to ${maximum}.`
      : minimum !== undefined
        ? `At least ${minimum}.`
        : maxItems !== undefined && `At most ${maxItems}.`;
  const said = text ?? schema.description ?? own.description ?? "";
  return cell(
    [
      said,
      known.length > 0 && `One of ${codes(known)}.`,
      openEnum(own) && !said.includes("can add values") && "The API can add values.",
      range,
      own.default !== undefined && `Default \`${JSON.stringify(own.default)}\`.`,
    ]
      .filter(Boolean)
      .join(" "),
  );
}

/** Text for a cell of a table: on one line, with lists run in. */
export const cell = (text: string): string =>
  text
    .replace(/\n+\s*- /g, " · ")
    .replace(/\s*\n\s*/g, " ")
    .replaceAll("|", "\\|");
