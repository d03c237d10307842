import type { OperationId } from "../description.ts";
import type { Handler } from "../world.ts";
import { createSandbox } from "./create.ts";
import { move } from "./lifecycle.ts";
import { addSandboxMount, deleteSandboxMount, updateSandboxMount } from "./mounts.ts";
import { getSandbox, listSandboxes } from "./read.ts";

/** What each operation of the description does. One that the description gains does not compile until it is here. */
export const handlers: Readonly<Record<OperationId, Handler>> = {
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
