import { limits as emulatorLimits } from "../../src/generated/emulator/description.ts";
import {
  type Content,
  type Description,
  follow,
  type OperationObject,
  type Parameter,
  refName,
  type Schema,
} from "../description/document.ts";
import type { Page } from "./page.ts";
import { cell, fieldTable, typeOf } from "./schema-table.ts";
import { plain } from "./written.ts";

/** What holds for all operations, in the description's own words: states, waking, limits. */
export const overviewPage = ({ info }: Description): Page => ({
  path: "api/overview",
  source: "api/overview.md",
  title: "About the API",
  summary: info.summary,
  section: "API: sandboxes",
  markdown: `# About the API\n\n${info.summary}\n\n${info.description}`,
});

interface Place {
  readonly description: Description;
  readonly method: string;
  readonly path: string;
  readonly operation: OperationObject;
}

/** A page for each operation: what it takes, what it answers, how it fails, what limits it, and samples that run. */
export function operationPages(description: Description): Page[] {
  const pages = Object.entries(description.paths).flatMap(([path, item]) =>
    (Object.entries(item) as [string, OperationObject][]).map(([method, operation]) =>
      pageOf({ description, path, operation, method: method.toUpperCase() }),
    ),
  );
  return pages.sort((one, other) => one.section.localeCompare(other.section) * -1);
}

function pageOf(place: Place): Page {
  const { operationId, summary, description, tags } = place.operation;
  const [tag = ""] = tags;
  return {
    path: `api/${operationId}`,
    source: `api/${operationId}.md`,
    title: summary,
    summary: plain(description.split("\n\n")[0] ?? ""),
    section: `API: ${tag.toLowerCase()}`,
    markdown: [
      `# ${summary}`,
      `\`${place.method} ${place.path}\``,
      sdkCall(place.operation),
      description,
      samples(place.operation),
      parameters(place),
      body(place),
      answers(place),
      failures(place),
      limits(place),
    ]
      .filter(Boolean)
      .join("\n\n"),
  };
}

const schemaLink = (name: string) => `../sdk/models.md#${name}`;

function sdkCall({ operationId, "x-codeSamples": given }: OperationObject): string {
  const source = given.find(({ lang }) => lang === "TypeScript")?.source ?? "";
  const [, resource, method] = /client\.(\w+)\.(\w+)\(/.exec(source) ?? [];
  const named = resource && `${resource[0]?.toUpperCase()}${resource.slice(1)}`;
  const call = named ? `[\`client.${resource}.${method}\`](../sdk/${named}.md#${method})` : "";
  return `Operation \`${operationId}\`; in the SDK ${call}.`;
}

const samples = ({ "x-codeSamples": given }: OperationObject) =>
  [
    "## Samples",
    ...given.map(
      ({ lang, source }) => `\`\`\`${lang === "TypeScript" ? "ts" : "sh"}\n${source.trim()}\n\`\`\``,
    ),
  ].join("\n\n");

function parameters({ description, operation }: Place): string {
  const given = (operation.parameters ?? []).map((each) => follow<Parameter>(description, each));
  if (!given.length) return "";
  const rows = given.map(({ name, in: where, required, description: about, schema }) => {
    const { enum: values, default: preset } = follow<Schema>(description, schema);
    const more = [
      values ? `One of ${values.map((each) => `\`${each}\``).join(", ")}.` : "",
      preset === undefined ? "" : `Default \`${preset}\`.`,
    ];
    const text = [about, ...more].filter(Boolean).join(" ");
    return `| \`${name}\` | ${where} | ${typeOf(description, schema, () => undefined)} | ${required ? "required" : "optional"} | ${cell(text)} |`;
  });
  return [
    "## Parameters\n",
    "| name | in | type | needed | what it is |",
    "|---|---|---|---|---|",
    ...rows,
  ].join("\n");
}

function body({ description, operation }: Place): string {
  if (!operation.requestBody) return "";
  const { content = {}, description: about } = follow(description, operation.requestBody);
  return `## Body\n\n${json(description, content, about)}`;
}

function json(description: Description, content: Content, about: string): string {
  const media = content["application/json"];
  if (!media) return about;
  const name = refName(media.schema);
  const examples = Object.values(media.examples ?? {}).map((each) => follow(description, each));
  return [
    `${about} JSON${name ? `, a [${name}](${schemaLink(name)})` : ""}:`,
    fieldTable(description, media.schema, schemaLink),
    ...examples.map(
      ({ summary, value }) => `${summary}:\n\n\`\`\`json\n${JSON.stringify(value, undefined, 2)}\n\`\`\``,
    ),
  ].join("\n\n");
}

function answers({ description, operation }: Place): string {
  const good = Object.entries(operation.responses).filter(([status]) => status.startsWith("2"));
  return good
    .map(([status, response]) => {
      const { content, description: about } = follow(description, response);
      return `## Answer ${status}\n\n${content ? json(description, content, about) : `${about} No body.`}`;
    })
    .join("\n\n");
}

const CLASSES: Readonly<Record<string, string>> = {
  400: "BadRequestError",
  401: "AuthenticationError",
  403: "PermissionDeniedError",
  404: "NotFoundError",
  409: "ConflictError",
  429: "RateLimitError",
  503: "ServerError",
};

function failures({ description, operation }: Place): string {
  const bad = Object.entries(operation.responses).filter(([status]) => !status.startsWith("2"));
  const rows = bad.map(([status, response]) => {
    const name = CLASSES[status] ?? "ApiError";
    const shown = status === "default" ? "any other" : status;
    return `| ${shown} | [\`${name}\`](../sdk/errors.md#${name}) | ${cell(follow(description, response).description)} |`;
  });
  const examples = bad.flatMap(([status, response]) => {
    const [example] = Object.values(
      follow(description, response).content?.["application/json"]?.examples ?? {},
    );
    if (!example || status === "default") return [];
    return [
      `${status}:\n\n\`\`\`json\n${JSON.stringify(follow(description, example).value, undefined, 2)}\n\`\`\``,
    ];
  });
  return [
    `## Failures\n\n| status | error | when |\n|---|---|---|\n${rows.join("\n")}`,
    "The API does not document the wording of its messages; these are made up.",
    ...examples,
  ].join("\n\n");
}

const RETRIES = {
  safe: "A read: the SDK retries it.",
  never:
    "The SDK does not retry it once it may have reached the API, since it cannot be reconciled. The error then has `outcomeUnknown: true`.",
  reconcile: "When its response is lost, the SDK reads the sandbox before it retries.",
};

function limits({ operation }: Place): string {
  const { requests, perMs, bodyBytes, sandboxes, mountsPerSandbox } = emulatorLimits;
  const { slow, lifecycle, retry } = operation["x-leap0"];
  const id = operation.operationId;
  const lines = [
    `${requests} requests in ${perMs / 1000} seconds for an organization, then 429.`,
    `${bodyBytes / 1024 / 1024} MiB for a request and for an answer.`,
    /^(create|start)Sandbox$/.test(id) ? `${sandboxes} sandboxes for an organization, by one source.` : "",
    /^(createSandbox|addSandboxMount)$/.test(id) ? `${mountsPerSandbox} mounts for a sandbox.` : "",
    lifecycle?.from.length
      ? `Only from ${lifecycle.from.map((each) => `\`${each}\``).join(", ")}; anything else is 409.`
      : "",
    slow
      ? "The SDK waits 5 minutes for an attempt and 10 for the call, unless told otherwise: memory or disk is moved."
      : "The SDK waits 30 seconds for an attempt and 2 minutes for the call, unless told otherwise.",
    RETRIES[retry],
  ];
  return `## Limits and retries\n\n${lines
    .filter(Boolean)
    .map((line) => `- ${line}`)
    .join("\n")}`;
}
