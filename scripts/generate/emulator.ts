import type { Description } from "../description/document.ts";
import type { Operation } from "../description/read.ts";
import { defaultsOf, knownValues, reachable } from "../description/schemas.ts";
import { limitsOf, wakeOf } from "./facts.ts";
import { stateSchema } from "./operations.ts";
import { constant, notice } from "./source.ts";

/** `src/generated/emulator/description.ts`: what the emulator does, as far as the description says it. */
export function renderEmulatorData(description: Description, operations: readonly Operation[]): string {
  const perOperation = (value: (operation: Operation) => unknown) =>
    Object.fromEntries(
      operations
        .map((operation) => [operation.id, value(operation)])
        .filter(([, found]) => found !== undefined),
    );
  const data: [name: string, value: unknown, meaning: string, type?: string][] = [
    ["limits", limitsOf(description), "What an organization, a sandbox and a request may have at most."],
    ["states", knownValues(stateSchema(description)), "Every state that a sandbox can be in."],
    [
      "wake",
      wakeOf(description),
      "What a request to the sandbox host does to a sandbox in the state `from`.",
    ],
    [
      "lifecycle",
      perOperation((operation) => operation.facts?.lifecycle),
      "From which states an operation leads where. An empty `from`: there is no sandbox yet.",
      "Partial<Record<keyof operations, Transition>>",
    ],
    [
      "statuses",
      perOperation(({ responses }) =>
        Object.keys(responses)
          .filter((status) => status !== "default")
          .map(Number),
      ),
      "The statuses that each operation documents; anything else falls under its `default`.",
      "Record<keyof operations, readonly number[]>",
    ],
    [
      "defaults",
      perOperation((operation) => defaultsOf(description, operation)),
      "What a field or query parameter that is left out counts as.",
      "Partial<Record<keyof operations, Readonly<Record<string, unknown>>>>",
    ],
    [
      "requestFields",
      requestFieldsOf(description, operations),
      "The names that a rejection may repeat: every field and query parameter that a request can have, at any depth.",
      "readonly string[]",
    ],
  ];
  const consts = data.map(([name, value, meaning, type]) => constant(name, value, meaning, type));
  return `// ${notice}

import type { operations } from "../schema.ts";

export interface Transition {
  readonly from: readonly string[];
  readonly through: string;
  readonly to: string;
}

${consts.join("\n")}`;
}

function requestFieldsOf(description: Description, operations: readonly Operation[]): string[] {
  const names = operations.flatMap(({ body, parameters }) => [
    ...parameters.filter((parameter) => parameter.in === "query").map(({ name }) => name),
    ...(body ? [...reachable(description, body)].flatMap((part) => Object.keys(part.properties ?? {})) : []),
  ]);
  return [...new Set(names)].sort();
}
