import type { EmulatorState, Fault, SavedSandbox } from "leap0-fetch/emulator";

/** What a run begins with. */
export interface Given {
  /** The state of the sandbox `sbx-abc123`. */
  readonly state?: SavedSandbox["state"];
  readonly fault?: { readonly operation: string; readonly fault: Fault };
  /** How long states between two others last, in milliseconds. */
  readonly delayMs?: number;
  /** The lines of the worker that hold the reader's code. */
  readonly lines: readonly [first: number, last: number];
}

/** What a run tells the page. */
export type Told =
  | { readonly kind: "begin" }
  | { readonly kind: "log"; readonly text: string }
  | {
      readonly kind: "wire";
      readonly ms: number;
      readonly from: "client" | "emulator";
      readonly text: string;
      readonly tone: string;
    }
  | { readonly kind: "sandboxes"; readonly sandboxes: EmulatorState["sandboxes"] }
  | { readonly kind: "end"; readonly error?: string; readonly line?: number };
