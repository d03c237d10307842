import { defaultsOf } from "./defaults.ts";
import type { Description, Operation } from "./description.ts";
import { finalStates, stateSchema } from "./operations.ts";
import { DescriptionError } from "./problems.ts";
import { constant, notice } from "./render.ts";

/** `src/generated/facts.ts`: single facts for the client, each a constant of its own so that unused ones fall away. */
export function renderFacts(description: Description, operations: readonly Operation[]): string {
  const { sandboxDomain, url } = description["x-invoke-host"] ?? {};
  const { requests, perMs } = limitsOf(description);
  const wake = wakeOf(description);
  const list = operations.find(({ id }) => id === "listSandboxes")?.parameters ?? [];
  const facts: [name: string, value: unknown, meaning: string][] = [
    ["baseUrl", description.servers?.[0]?.url, "The API's own origin."],
    ["sandboxDomain", sandboxDomain, "Each sandbox answers on a host below this domain."],
    ["invokeUrl", url, "How a sandbox's own address is made."],
    ["rateLimit", { requests, perMs }, "What the API lets an organization send."],
    [
      "authHeaders",
      authHeaders(description),
      "The headers that can carry the key; any one of them suffices.",
    ],
    ["sandboxStates", stateSchema(description).enum, "The states that the description knows."],
    ["finalStates", finalStates(description), "States that no other state but these can follow."],
    [
      "mountDefaults",
      mountDefaults(description, operations),
      "What a field of a mount that is left out counts as.",
    ],
    ["wakeFrom", wake.from, "The state that a request to the invoke host ends."],
    ["wakeThrough", wake.through, "The state on the way."],
    ["wakeTo", wake.to, "The state that waking reaches."],
    ["listParameters", list.map(({ name }) => name), "The query parameters of a list of sandboxes."],
    [
      "pageSize",
      list.find(({ name }) => name === "page-size")?.schema?.default,
      "How many sandboxes a page holds by default.",
    ],
  ];
  const lacking = facts.filter(([, value]) => value === undefined || JSON.stringify(value) === "[]");
  if (lacking.length > 0) {
    throw new DescriptionError(
      lacking.map(([name]) => `the description yields no ${name}: see spec/openapi.yaml`),
    );
  }
  const consts = facts.map(([name, value, meaning]) => constant(name, value, meaning));
  return `// ${notice}\n\n${consts.join("\n")}`;
}

function mountDefaults(description: Description, operations: readonly Operation[]): object | undefined {
  const add = operations.find(({ id }) => id === "addSandboxMount");
  return add && defaultsOf(description, add);
}

export interface Limits {
  readonly sandboxes: number;
  readonly mountsPerSandbox: number;
  readonly bodyBytes: number;
  readonly requests: number;
  readonly perMs: number;
}

export function limitsOf(description: Description): Limits {
  const found = description.info["x-leap0-limits"] ?? {};
  const names = ["sandboxes", "mountsPerSandbox", "bodyBytes", "requests", "perMs"];
  const lacking = names.filter((name) => !Number.isInteger(found[name]));
  if (lacking.length > 0) {
    throw new DescriptionError(lacking.map((name) => `info.x-leap0-limits: set ${name} to a whole number`));
  }
  return Object.fromEntries(names.map((name) => [name, found[name]])) as unknown as Limits;
}

export interface Wake {
  readonly from: string;
  readonly through: string;
  readonly to: string;
}

export function wakeOf(description: Description): Wake {
  const schema = stateSchema(description);
  const wake = schema["x-wake"] as Partial<Wake> | undefined;
  const { from, through, to } = wake ?? {};
  if (![from, through, to].every((state) => schema.enum?.includes(state))) {
    throw new DescriptionError(["SandboxState: set x-wake to { from, through, to }, each one of its states"]);
  }
  return { from, through, to } as Wake;
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
