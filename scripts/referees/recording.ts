import { readFile } from "node:fs/promises";
import { cli, quiet } from "../redocly.ts";
import { background } from "./background.ts";
import type { Way } from "./traffic/scene.ts";

/** Recorded traffic, as far as anything here looks into it. */
export interface Har {
  readonly log: { readonly entries: readonly Entry[] };
}

export interface Entry {
  readonly request: { readonly method: string; readonly url: string };
  readonly response: { readonly status: number; readonly content: { readonly text?: string } };
}

/** Records the traffic that goes through Redocly's proxy to the server. */
export async function record(target: string, file: string, send: (way: Way) => Promise<void>): Promise<Har> {
  const ready = /Proxy listening on (\S+)/;
  const args = [cli, "proxy", "--target", target, "--port", "0", "--har", file];
  const proxy = await background(args, ready, quiet);
  try {
    await send({ url: ready.exec(proxy.said)?.[1] ?? "" });
  } finally {
    // The file is written when the proxy ends.
    await proxy.end();
  }
  return JSON.parse(await readFile(file, "utf8"));
}
