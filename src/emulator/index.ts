export type { RequestRecord } from "./api/record.ts";
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
} from "./faults/faults.ts";
export type { Listening, ListenOptions } from "./http/server.ts";
export { type Clock, createManualClock, type ManualClock, type MovableClock } from "./model/clock.ts";
export type { EmulatorState, ExportOptions, SavedMount, SavedSandbox } from "./model/fixture.ts";
export type { Limits } from "./model/limits.ts";
export type { CreateId } from "./model/sandbox.ts";
export type { StateDelay } from "./model/world.ts";
export type { EmulatorOptions } from "./options.ts";
