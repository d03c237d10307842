import * as described from "../generated/emulator/description.ts";
import * as validators from "../generated/emulator/validators.js";
import { authHeaders, sandboxDomain } from "../generated/facts.ts";
import { type OperationId, operations } from "../generated/operations.ts";
import type { components } from "../generated/schema.ts";

// What the emulator takes from the description: nothing about the API is written down a second time in this folder.

export { authHeaders, type OperationId, operations, sandboxDomain };

/** The states the emulator can be in: every one that can be asked for, and the end. */
export type State = components["schemas"]["SandboxStateFilter"] | "deleted";

export type NetworkPolicyRequest = components["schemas"]["NetworkPolicyRequest"];

/** From which states an operation leads through which to which. */
export interface Move {
  readonly from: readonly State[];
  readonly through: State;
  readonly to: State;
}

export type LifecycleOperation = keyof typeof described.lifecycle;

export const lifecycle: Readonly<Record<LifecycleOperation, Move>> = described.lifecycle;
export const describedLimits = described.limits;
export const states: readonly State[] = described.states;
export const requestFields: ReadonlySet<string> = new Set(described.requestFields);
export const wake = described.wake;
export const sandboxDefaults = described.defaults.createSandbox;
export const mountDefaults = described.defaults.addSandboxMount;

/** The compiled check of a body, a query or a response. `errors` belongs to the last call. */
export type Check = validators.Validate;

export const bodyChecks: Readonly<Partial<Record<OperationId, Check>>> = validators.bodies;
export const queryChecks: Readonly<Partial<Record<OperationId, Check>>> = validators.queries;

/** The check of what an operation returns with this status. */
export function responseCheck(operation: OperationId, status: number): Check | undefined {
  const checks: Readonly<Record<string, Check>> = validators.responses[operation];
  return checks[status] ?? checks.default;
}

/** The status of an operation's success. */
export function successOf(operation: OperationId): number {
  return operations[operation].success;
}
