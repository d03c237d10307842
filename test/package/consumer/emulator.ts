import { Leap0Client } from "leap0-fetch";
import {
  createEmulator,
  createManualClock,
  type Emulator,
  type EmulatorOptions,
  type EmulatorState,
  type Injection,
  type RequestRecord,
} from "leap0-fetch/emulator";

const clock = createManualClock();

export const options: EmulatorOptions = {
  apiKey: "test-key",
  clock,
  stateDelayMs: 5,
  respondWhen: "accepted",
  limits: { sandboxes: 10 },
  verifyStorage: false,
  onRequest: (record: RequestRecord) => void record.status,
};

export async function everything(): Promise<void> {
  const emulator: Emulator = createEmulator(options);
  const client = new Leap0Client({ apiKey: "test-key", fetch: emulator.fetch });
  const injection: Injection = {
    operation: "pauseSandbox",
    fault: { kind: "status", status: 503 },
    times: 2,
  };
  const injected = emulator.inject(injection);
  await clock.advance(10);
  injected.remove();
  emulator.clearFaults();
  const state: EmulatorState = emulator.export();
  createEmulator({ ...options, state });
  const { url, close } = await emulator.listen({ port: 0 });
  new Leap0Client({ apiKey: "test-key", baseUrl: url });
  await client.sandboxes.list();
  await close();
  emulator.reset();
}

// @ts-expect-error no such operation
export const wrong: Injection = { operation: "resumeSandbox", fault: { kind: "truncated" } };
