import type { OperationId } from "../../description.ts";
import { refused } from "../../http/reply.ts";
import type { Handler } from "../../model/world.ts";
import { createSandbox } from "./create.ts";
import { move } from "./lifecycle.ts";
import { addSandboxMount, deleteSandboxMount, updateSandboxMount } from "./mounts.ts";
import { getSandbox, listSandboxes } from "./read.ts";

/** What the operations do. One that the description has and this has not is checked like all, and answered with 501. */
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
    refused(
      501,
      `The emulator does not act out ${operation} yet: it has no handler in src/emulator/operations.`,
    ));
