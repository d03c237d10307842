export type { Clock, ManualClock } from "./clock.ts";
export { createManualClock } from "./clock.ts";
export { createEmulator, type Emulator } from "./emulator.ts";
export type {
  BodyFault,
  DelayFault,
  Fault,
  Injected,
  Injection,
  RedirectFault,
  ResetFault,
  StallFault,
  StatusFault,
  TruncatedFault,
} from "./faults.ts";
export type { CreateId } from "./ids.ts";
export type { Limits } from "./limits.ts";
export type { EmulatorOptions } from "./options.ts";
export type { RequestRecord } from "./record.ts";
export type { EmulatorState, ExportOptions, SavedMount, SavedSandbox } from "./saved-state.ts";
export type { Listening, ListenOptions } from "./server.ts";
export type { StateDelay } from "./state-machine.ts";
