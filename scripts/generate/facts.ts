import { type Description, DescriptionError } from "../description/document.ts";
import type { Operation } from "../description/read.ts";
import { defaultsOf, knownValues, propertiesOf } from "../description/schemas.ts";
import { finalStates, stateFacts, stateSchema, type Wake } from "./operations.ts";
import { constant, notice } from "./source.ts";

/** `src/generated/facts.ts`: single facts for the client, each a constant of its own so that unused ones fall away. */
export function renderFacts(description: Description, operations: readonly Operation[]): string {
  const { domain, url } = description["x-leap0"]?.sandboxHost ?? {};
  const { requests, perMs, bodyBytes } = limitsOf(description);
  const wake = wakeOf(description);
  const list = operations.find(({ id }) => id === "listSandboxes")?.parameters ?? [];
  const add = operations.find(({ id }) => id === "addSandboxMount");
  const facts: [name: string, value: unknown, meaning: string][] = [
    ["baseUrl", description.servers?.[0]?.url, "The API's own origin."],
    ["sandboxDomain", domain, "Each sandbox has a host below this domain."],
    ["sandboxHostUrl", url, "The sandbox host's URL."],
    ["rateLimit", { requests, perMs }, "What the API allows an organization to send."],
    ["maxBodyBytes", bodyBytes, "The longest body of a request or a response."],
    [
      "authHeaders",
      authHeaders(description),
      "The headers that can carry the key; any one of them suffices.",
    ],
    ["sandboxStates", knownValues(stateSchema(description)), "The states that the description knows."],
    ["finalStates", finalStates(description), "States that no other state but these can follow."],
    [
      "mountDefaults",
      add && defaultsOf(description, add),
      "What a field of a mount that is left out counts as.",
    ],
    ["wakeFrom", wake.from, "The state that a request to the sandbox host ends."],
    ["wakeThrough", wake.through, "The state while it wakes."],
    ["wakeTo", wake.to, "The state that waking reaches."],
    ["listParameters", list.map(({ name }) => name), "The query parameters of a list of sandboxes."],
    [
      "pageSize",
      list.find(({ name }) => name === "page-size")?.schema?.default,
      "How many sandboxes a page holds by default.",
    ],
  ];
  const lacking = facts.filter(([, value]) => value === undefined || JSON.stringify(value) === "[]");
  if (lacking.length > 0)
    throw new DescriptionError(
      lacking.map(([name]) => `the description yields no ${name}: see spec/openapi.yaml`),
    );
  const consts = facts.map(([name, value, meaning]) =>
    name === "sandboxHostUrl" ? template(name, String(value), meaning) : constant(name, value, meaning),
  );
  return `// ${notice}\n\n${consts.join("\n")}`;
}

/** A URL with placeholders, as a function that fills them in. */
function template(name: string, url: string, meaning: string): string {
  const parameters = [...url.matchAll(/\{(\w+)\}/g)].map(([, parameter]) => `${parameter}: string`);
  return `/** ${meaning} */\nexport const ${name} = (${parameters.join(", ")}): string => \`${url.replaceAll("{", "${")}\`;\n`;
}

export function limitsOf(description: Description): Readonly<Record<string, unknown>> {
  const { mounts } = propertiesOf(description, { $ref: "#/components/schemas/SandboxCreate" });
  const found: Record<string, unknown> = {
    ...description["x-leap0"]?.limits,
    mountsPerSandbox: mounts?.maxItems,
  };
  const names = ["sandboxes", "mountsPerSandbox", "bodyBytes", "requests", "perMs"];
  const lacking = names.filter((name) => !Number.isInteger(found[name]));
  if (lacking.length > 0)
    throw new DescriptionError(lacking.map((name) => `x-leap0.limits: set ${name} to a whole number`));
  return Object.fromEntries(names.map((name) => [name, found[name]]));
}

export function wakeOf(description: Description): Wake {
  const states = knownValues(stateSchema(description));
  const { wake } = stateFacts(description);
  if (wake && [wake.from, wake.through, wake.to].every((state) => states?.includes(state))) return wake;
  throw new DescriptionError([
    "SandboxState: set x-leap0.wake to { from, through, to }, each one of its states",
  ]);
}

function authHeaders(description: Description): string[] {
  const schemes = description.components.securitySchemes ?? {};
  const used = (description.security ?? []).flatMap((requirement) => Object.keys(requirement));
  return used.flatMap((name) => {
    const scheme = schemes[name];
    if (scheme?.type === "http") return ["authorization"];
    return scheme?.in === "header" && scheme.name !== undefined ? [scheme.name.toLowerCase()] : [];
  });
}
