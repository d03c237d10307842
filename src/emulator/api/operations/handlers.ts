import type { OperationId } from "../../description.ts";
import { failed, type Handler } from "../result.ts";
import { createSandbox } from "./create-sandbox.ts";
import { addSandboxMount, deleteSandboxMount, updateSandboxMount } from "./mount-changes.ts";
import { getSandbox, listSandboxes, move } from "./sandbox-states.ts";

/** What the operations do. One that the description has and this has not is checked like all, and returns 501. */
const handlers: Readonly<Partial<Record<OperationId, Handler>>> = {
  createSandbox,
  getSandbox,
  listSandboxes,
  deleteSandbox: move("deleteSandbox"),
  pauseSandbox: move("pauseSandbox"),
  stopSandbox: move("stopSandbox"),
  startSandbox: move("startSandbox"),
  addSandboxMount,
  updateSandboxMount,
  deleteSandboxMount,
};

export const handlerOf = (operation: OperationId): Handler =>
  handlers[operation] ??
  (() =>
    failed(501, `The emulator has no handler for ${operation} yet: add one in src/emulator/api/operations.`));
