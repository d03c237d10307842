import type { StoredSandbox } from "./sandbox.ts";
import type { StateMachine } from "./state-machine.ts";

/** The organization's sandboxes. Whatever is handed out has been brought up to the present first. */
export interface Store {
  get(id: string): StoredSandbox | undefined;
  all(): StoredSandbox[];
  add(sandbox: StoredSandbox): void;
  clear(): void;
}

export function createStore(machine: StateMachine): Store {
  const sandboxes = new Map<string, StoredSandbox>();

  function present(sandbox: StoredSandbox): boolean {
    machine.settle(sandbox);
    if (sandbox.state !== "deleted") return true;
    sandboxes.delete(sandbox.id);
    return false;
  }

  return {
    get(id) {
      const sandbox = sandboxes.get(id);
      return sandbox && present(sandbox) ? sandbox : undefined;
    },
    all: () => [...sandboxes.values()].filter(present),
    add: (sandbox) => void sandboxes.set(sandbox.id, sandbox),
    clear: () => sandboxes.clear(),
  };
}
