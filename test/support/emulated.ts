import type { ClientOptions, Leap0Client } from "leap0-fetch";
import { createEmulator, type Emulator, type EmulatorOptions, type Fault } from "leap0-fetch/emulator";
import { onTestFinished } from "vitest";
import { clientWith } from "./client.ts";
import { API_KEY } from "./fixtures.ts";

/** How a client reaches the emulator: by function calls, or over a real socket. What it sees has to be the same. */
export const ways = ["in process", "over HTTP"] as const;
export type Way = (typeof ways)[number];

export interface Emulated {
  readonly emulator: Emulator;
  /** The options that lead a client to the emulator. */
  readonly connection: Readonly<ClientOptions>;
  client(options?: ClientOptions): Leap0Client;
  /** From now on all requests get this response, in place of the one before. */
  answerAll(fault: Fault): void;
}

/** An emulator that can be reached in one way. It is gone when the test is over, or all tests of the file are. */
export async function emulated(
  way: Way,
  options: Partial<EmulatorOptions> = {},
  whenOver: (close: () => Promise<void>) => void = onTestFinished,
): Promise<Emulated> {
  const emulator = createEmulator({ apiKey: API_KEY, ...options });
  const connection = way === "in process" ? { fetch: emulator.fetch } : await overHttp(emulator, whenOver);
  return {
    emulator,
    connection,
    client: (more) => clientWith({ ...connection, ...more }),
    answerAll(fault) {
      emulator.clearFaults();
      emulator.inject({ operation: "*", times: Number.POSITIVE_INFINITY, fault });
    },
  };
}

async function overHttp(emulator: Emulator, whenOver: (close: () => Promise<void>) => void) {
  const { url, sandboxDomain, fetch, close } = await emulator.listen();
  whenOver(close);
  return { baseUrl: url, sandboxDomain, fetch };
}
