import { factsProblems } from "../../spec/rules/facts.js";
import {
  type Description,
  DescriptionError,
  type Facts,
  follow,
  type Schema,
} from "../description/document.ts";
import type { Operation } from "../description/read.ts";
import { knownValues, propertiesOf, rewritten, secretsOf } from "../description/schemas.ts";
import { notice } from "./source.ts";

/** `src/generated/operations.ts`: what the client knows about each operation. It ships to users, so it stays small. */
export function renderOperations(description: Description, operations: readonly Operation[]): string {
  checkFacts(description, operations);
  const rows = operations.map(
    (operation) => `  ${operation.id}: ${JSON.stringify(row(description, operation))},\n`,
  );
  const secrets = operations.flatMap(({ body }) => (body ? secretsOf(description, body) : []));
  return `// ${notice}
${types}
export const operations = {
${rows.join("")}} as const satisfies Described;

/** Names of all fields that hold a secret. They are never shown. */
export const secretFields: readonly string[] = ${JSON.stringify([...new Set(secrets)].sort())};

/** Names of all fields. They are shown also where a secret looks like one. */
export const fieldNames: readonly string[] = /* @__PURE__ */ "${fieldNames(description).join(" ")}".split(" ");
`;
}

/** The names of all properties of all schemas. */
function fieldNames(description: Description): string[] {
  const names = new Set<string>();
  rewritten(description, (object) => {
    for (const name of Object.keys(object.properties ?? {})) names.add(name);
    return object;
  });
  return [...names].sort();
}

const types = `import type { operations as Bodies, components, paths } from "./schema.ts";

export type OperationId = keyof Bodies;

/** By what to tell, from the sandbox as it is now, whether a write of unknown outcome took effect. */
export type Effect =
  | { readonly effect: "state"; readonly to: string; readonly via: string }
  | { readonly effect: "sandbox-gone"; readonly states: readonly string[] }
  | { readonly effect: "mount-gone" }
  | { readonly effect: "mount-matches"; readonly fields: readonly (keyof components["schemas"]["Mount"])[] }
  | { readonly effect: "mount-updated"; readonly visible: readonly (keyof components["schemas"]["Mount"])[] };

export interface Operation {
  readonly id: OperationId;
  readonly method: "GET" | "POST" | "PATCH" | "DELETE";
  readonly path: keyof paths;
  /** The status of its one success. */
  readonly success: number;
  /** \`safe\`: a read. \`never\`: it cannot be reconciled. Otherwise: reconcile by this before a retry. */
  readonly retry: "safe" | "never" | Effect;
  /** It moves memory or disk to storage, so it takes longer than the others. */
  readonly slow?: true;
}

// A row that does not fit the types in schema.ts does not compile.
type Described = {
  readonly [Id in OperationId]: Operation & {
    readonly id: Id;
    readonly success: keyof Bodies[Id]["responses"];
  };
};
`;

function row(description: Description, operation: Operation): Record<string, unknown> {
  const facts = operation.facts as Facts;
  return {
    id: operation.id,
    method: operation.method,
    path: operation.path,
    success: successOf(operation),
    retry: facts.retry === "reconcile" ? effectOf(description, operation, facts) : facts.retry,
    ...(facts.slow ? { slow: true } : {}),
  };
}

function effectOf(description: Description, operation: Operation, facts: Facts): Record<string, unknown> {
  switch (facts.reconcile) {
    case "state-reached":
      return { effect: "state", to: facts.lifecycle?.to, via: facts.lifecycle?.through };
    case "sandbox-gone":
      return { effect: facts.reconcile, states: finalStates(description) };
    case "mount-matches":
      return { effect: facts.reconcile, fields: facts.match };
    case "mount-updated":
      return { effect: facts.reconcile, visible: visibleFields(description, operation) };
    default:
      return { effect: facts.reconcile };
  }
}

/** The fields that a body sets and the response contains: only these can be compared after the write. */
function visibleFields(description: Description, operation: Operation): string[] {
  const response = operation.responses[successOf(operation)];
  if (operation.body === undefined || response === undefined) return [];
  const shown = propertiesOf(description, response);
  return Object.keys(propertiesOf(description, operation.body)).filter((name) => name in shown);
}

export function finalStates(description: Description): readonly string[] {
  return stateFacts(description).final ?? [];
}

export type Wake = Readonly<Record<"from" | "through" | "to", string>>;

interface StateFacts {
  readonly final?: readonly string[];
  readonly wake?: Wake;
}

/** What `x-leap0` says about the states. */
export function stateFacts(description: Description): StateFacts {
  return (stateSchema(description)["x-leap0"] as StateFacts | undefined) ?? {};
}

export function stateSchema(description: Description): Schema {
  return follow<Schema>(description, { $ref: "#/components/schemas/SandboxState" });
}

export function successOf(operation: Operation): number {
  return Number(successes(operation)[0]);
}

function successes(operation: Operation): string[] {
  return Object.keys(operation.responses).filter((status) => status.startsWith("2"));
}

function checkFacts(description: Description, operations: readonly Operation[]): void {
  const states = knownValues(stateSchema(description)) ?? [];
  const problems = operations.flatMap((operation) => {
    const { lifecycle, match = [] } = operation.facts ?? {};
    const named = lifecycle ? [...lifecycle.from, lifecycle.through, lifecycle.to] : [];
    const unknownStates = named.filter((state) => !states.includes(state));
    const visible = visibleFields(description, operation);
    return [
      ...factsProblems(operation.method.toLowerCase(), operation.facts),
      ...(successes(operation).length === 1 ? [] : ["Describe exactly one success status."]),
      ...unknownStates.map((state) => `\`x-leap0.lifecycle\` names \`${state}\`: it is no SandboxState.`),
      ...match
        .filter((field) => !visible.includes(field))
        .map((field) => `\`x-leap0.match\` names \`${field}\`: it is not in both the body and the response.`),
    ].map((problem) => `${operation.id}: ${problem}`);
  });
  if (problems.length > 0) throw new DescriptionError(problems);
}
