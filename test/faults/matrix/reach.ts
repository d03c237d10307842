import type { Emulator } from "leap0-fetch/emulator";
import { exchangesLeft } from "../server/open-exchanges.ts";

/** An emulator as a client finds it. */
interface Reached {
  readonly url: string;
  readonly send: Emulator["fetch"];
  /** Requests that were neither answered nor given up. */
  readonly left: () => Promise<number>;
  readonly close: () => Promise<void>;
}

export async function overHttp(emulator: Emulator): Promise<Reached> {
  const { url, port, close } = await emulator.listen();
  return { url, send: fetch, left: () => exchangesLeft(port), close };
}

/** By function calls. The address is one where a request that is to be refused finds nobody. */
export async function inProcess(emulator: Emulator): Promise<Reached> {
  let open = 0;
  return {
    url: "http://127.0.0.1",
    async send(input, init) {
      open++;
      try {
        return await emulator.fetch(input, init);
      } finally {
        open--;
      }
    },
    left: async () => open,
    close: async () => {},
  };
}
