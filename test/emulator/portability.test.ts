import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { createContext, runInContext } from "node:vm";
import { build } from "esbuild";
import { describe, expect, it } from "vitest";

const root = fileURLToPath(new URL("../..", import.meta.url));

async function bundled(): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [`${root}src/emulator/index.ts`],
    bundle: true,
    write: false,
    format: "iife",
    globalName: "bundle",
    platform: "neutral",
    mainFields: ["module", "main"],
    logLevel: "silent",
  });
  return outputFiles[0]?.text ?? "";
}

describe("where the emulator runs", () => {
  it("is bundled for a browser without a flag, a warning or anything left out", async () => {
    const { warnings, outputFiles } = await build({
      entryPoints: [`${root}src/emulator/index.ts`],
      bundle: true,
      write: false,
      minify: true,
      format: "esm",
      platform: "browser",
      logLevel: "silent",
    });
    expect(warnings).toEqual([]);
    expect(outputFiles[0]?.text).not.toMatch(/(?:import|require)\(["']/);
  });

  it("answers with the web's globals alone, and where code must not be made from text", async () => {
    const code = await bundled();
    // A bundler follows what it can read.
    expect(code.match(/["']node:[a-z]+["']/g)).toBeNull();
    // What a Worker has, no more: no process, no Buffer, no require.
    const { Headers, Request, Response, URL, URLSearchParams, ReadableStream, TextEncoder, TextDecoder } =
      globalThis;
    const { AbortController, setTimeout, clearTimeout, crypto, performance, structuredClone, fetch } =
      globalThis;
    const web = {
      Headers,
      Request,
      Response,
      URL,
      URLSearchParams,
      ReadableStream,
      TextEncoder,
      TextDecoder,
    };
    const context = createContext(
      { ...web, AbortController, setTimeout, clearTimeout, crypto, performance, structuredClone, fetch },
      { codeGeneration: { strings: false, wasm: false } },
    );
    expect(() => runInContext(`new Function("return 1")`, context)).toThrow();
    const story = `(async () => {
      const { fetch } = bundle.createEmulator({ apiKey: "test-key", verifyStorage: true });
      const headers = { authorization: "test-key", "content-type": "application/json" };
      const created = await fetch("https://api.leap0.dev/v1/sandbox/", { method: "POST", headers, body: '{"template_name":"t"}' });
      const { id } = await created.json();
      const paused = await fetch("https://api.leap0.dev/v1/sandbox/" + id + "/pause", { method: "POST", headers });
      const refused = await fetch("https://api.leap0.dev/v1/sandbox/" + id + "/mounts", { method: "POST", headers, body: "{}" });
      const woken = await fetch("https://" + id + ".sandbox.leap0.dev/", { headers });
      return [created.status, paused.status, refused.status, woken.status].join();
    })()`;
    runInContext(code.replace(/^"use strict";/, ""), context);
    expect(await runInContext(story, context)).toBe("201,201,400,200");
  });

  it("lets a program end that has a running sandbox and a server that is closed", async () => {
    const program = `
      import { createEmulator } from "leap0-fetch/emulator";
      const emulator = createEmulator({ apiKey: "test-key", stateDelayMs: 1 });
      const { url, close } = await emulator.listen();
      const headers = { authorization: "test-key", "content-type": "application/json" };
      const init = { method: "POST", headers, body: JSON.stringify({ template_name: "t", timeout: 28800 }) };
      console.log((await fetch(url + "/v1/sandbox/", init)).status, (await emulator.fetch(url + "/v1/sandbox/", init)).status);
      await close();
    `;
    const flags = [
      "--import",
      import.meta.resolve("tsx"),
      "--conditions=leap0-source",
      "--input-type=module",
    ];
    const { stdout } = await promisify(execFile)(process.execPath, [...flags, "--eval", program], {
      cwd: root,
    });
    expect(stdout).toBe("201 201\n");
  });
});
