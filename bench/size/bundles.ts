import { gzipSync } from "node:zlib";
import { build } from "esbuild";

export interface Bundle {
  readonly name: string;
  readonly minified: number;
  readonly gzip: number;
}

/** What it takes to have a client that can make a call. */
const programs: Readonly<Record<string, string>> = {
  "leap0-fetch": 'import { Leap0Client } from "leap0-fetch"; globalThis.client = new Leap0Client();',
  "openapi-fetch": 'import createClient from "openapi-fetch"; globalThis.client = createClient();',
  ky: 'import ky from "ky"; globalThis.client = ky;',
  ofetch: 'import { ofetch } from "ofetch"; globalThis.client = ofetch;',
  "up-fetch": 'import { up } from "up-fetch"; globalThis.client = up(fetch);',
  "@hey-api/client-fetch":
    'import { createClient } from "@hey-api/client-fetch"; globalThis.client = createClient();',
  axios: 'import axios from "axios"; globalThis.client = axios;',
  openai: 'import OpenAI from "openai"; globalThis.client = new OpenAI();',
  e2b: 'import { Sandbox } from "e2b"; globalThis.client = Sandbox;',
};

/** Bytes of a web page's script, minified and compressed, with everything that the client brings along. */
export async function measureBundles(folder: string): Promise<Bundle[]> {
  return Promise.all(
    Object.entries(programs).map(async ([name, contents]) => {
      const code = await bundle(contents, folder);
      return { name, minified: code.byteLength, gzip: gzipSync(code, { level: 9 }).byteLength };
    }),
  );
}

async function bundle(contents: string, resolveDir: string): Promise<Uint8Array> {
  const { outputFiles } = await build({
    stdin: { contents, resolveDir },
    bundle: true,
    format: "esm",
    platform: "browser",
    minify: true,
    write: false,
    logLevel: "error",
    // Some load these only where there is a Node.
    external: ["node:*", "fs", "path", "os", "crypto", "url", "stream", "events", "util", "tar", "glob"],
  });
  return outputFiles[0]?.contents ?? new Uint8Array();
}
