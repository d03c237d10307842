import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { createContext, runInContext } from "node:vm";
import { build } from "esbuild";
import { expect, it } from "vitest";

const root = fileURLToPath(new URL("../..", import.meta.url));

it("a bundle for a browser has no import left, and runs with a Worker's globals, without code made from text", async () => {
  const { warnings, outputFiles } = await build({
    entryPoints: [`${root}src/emulator/index.ts`],
    bundle: true,
    write: false,
    format: "iife",
    globalName: "bundle",
    platform: "browser",
    logLevel: "silent",
  });
  const code = outputFiles[0]?.text ?? "";
  expect(warnings).toEqual([]);
  expect(code).not.toMatch(/(?:import|require)\(["']|["']node:[a-z]+["']/);
  // What a Worker has, no more: no process, no Buffer, no require.
  const names = [
    ...["Headers", "Request", "Response", "URL", "URLSearchParams", "ReadableStream", "TextEncoder"],
    ...["TextDecoder", "AbortController", "setTimeout", "clearTimeout", "crypto", "performance"],
    ...["structuredClone", "fetch"],
  ] as const;
  const globals = Object.fromEntries(names.map((name) => [name, Reflect.get(globalThis, name)]));
  const context = createContext(globals, { codeGeneration: { strings: false, wasm: false } });
  expect(() => runInContext(`new Function("return 1")`, context)).toThrow();
  runInContext(code.replace(/^"use strict";/, ""), context);
  const story = `(async () => {
    const { fetch } = bundle.createEmulator({ apiKey: "test-key", verifyStorage: true });
    const headers = { authorization: "test-key", "content-type": "application/json" };
    const post = (path, body) => fetch("https://api.leap0.dev/v1/sandbox/" + path, { method: "POST", headers, body });
    const created = await post("", '{"template_name":"t"}');
    const { id } = await created.json();
    const others = [await post(id + "/pause"), await post(id + "/mounts", "{}"), await fetch("https://" + id + ".sandbox.leap0.dev/", { headers })];
    return [created, ...others].map(({ status }) => status).join();
  })()`;
  expect(await runInContext(story, context)).toBe("201,201,400,200");
});

it("a program ends that has a running sandbox and a server that is closed", async () => {
  const program = `
    import { createEmulator } from "leap0-fetch/emulator";
    const emulator = createEmulator({ apiKey: "test-key", stateDelayMs: 1 });
    const { url, close } = await emulator.listen();
    const headers = { authorization: "test-key", "content-type": "application/json" };
    const init = { method: "POST", headers, body: JSON.stringify({ template_name: "t", timeout: 28800 }) };
    console.log((await fetch(url + "/v1/sandbox/", init)).status, (await emulator.fetch(url + "/v1/sandbox/", init)).status);
    await close();
  `;
  const flags = ["--import", import.meta.resolve("tsx"), "--conditions=leap0-source", "--input-type=module"];
  const run = promisify(execFile)(process.execPath, [...flags, "--eval", program], { cwd: root });
  expect((await run).stdout).toBe("201 201\n");
});
