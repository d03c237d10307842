import { type ChildProcess, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import type { BuildOptions } from "esbuild";
import { Missing, provision } from "../install.ts";

/** As wrangler bundles: a Worker's conditions, and Node's modules left as they are. */
export const workerOptions: BuildOptions = {
  bundle: true,
  format: "esm",
  target: "es2022",
  logLevel: "error",
  platform: "browser",
  conditions: ["workerd", "worker", "browser"],
  external: ["node:*"],
};

/**
 * The program of a runtime, taken from the package of this platform: the wrappers around it want to run install
 * scripts, which npm may refuse.
 */
export async function programOf(name: string, ...candidates: readonly string[]): Promise<string> {
  const modules = await provision("test/runtimes");
  const found = candidates.map((each) => join(modules, each)).find((path) => existsSync(path));
  if (!found) throw new Missing(`no build of ${name} for ${process.platform} ${process.arch}`);
  return found;
}

export const workerdProgram = (): Promise<string> => {
  const arch = process.arch === "arm64" ? "arm64" : "64";
  return programOf("workerd", `@cloudflare/workerd-${process.platform}-${arch}/bin/workerd`);
};

/** Serves a bundled Worker with workerd, without Node compatibility. `texts` are what it finds in its environment. */
export async function serveWorker(
  script: string,
  texts: Readonly<Record<string, string>> = {},
): Promise<{ readonly url: string; close(): Promise<void> }> {
  const config = join(dirname(script), "worker.capnp");
  await writeFile(config, configOf(basename(script), texts));
  const child = spawn(await workerdProgram(), ["serve", config, "--control-fd=3"], {
    stdio: ["ignore", "ignore", "pipe", "pipe"],
  });
  // It reports every failed connection at length. That is of interest only where it ends early.
  let said = "";
  child.stderr?.on("data", (chunk: Buffer) => {
    said = `${said}${chunk}`.slice(-2_000);
  });
  const port = await portOf(child, () => said);
  return { url: `http://127.0.0.1:${port}`, close: () => ended(child) };
}

/** The network service is there because a Worker may not reach this machine otherwise. */
function configOf(script: string, texts: Readonly<Record<string, string>>): string {
  const bindings = Object.entries(texts).map(
    ([name, text]) => `(name = ${JSON.stringify(name)}, text = ${JSON.stringify(text)})`,
  );
  return `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [
    (name = "worker", worker = (
      modules = [(name = ${JSON.stringify(script)}, esModule = embed ${JSON.stringify(script)})],
      bindings = [${bindings.join(", ")}],
      compatibilityDate = "2026-01-01",
      globalOutbound = "network",
    )),
    (name = "network", network = (allow = ["public", "private", "local"])),
  ],
  sockets = [(name = "http", address = "127.0.0.1:0", http = (), service = "worker")],
);
`;
}

/** The port that it chose: it tells on a pipe of its own, a JSON object a line. */
function portOf(child: ChildProcess, said: () => string): Promise<number> {
  return new Promise((resolve, reject) => {
    let told = "";
    child.once("error", reject);
    child.once("exit", (code) =>
      reject(new Error(`workerd ended with ${code} before it listened\n${said()}`)),
    );
    child.stdio[3]?.on("data", (chunk: Buffer) => {
      told += chunk;
      const port = /"socket":"http","port":(\d+)/.exec(told)?.[1];
      if (port) resolve(Number(port));
    });
  });
}

function ended(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    child.removeAllListeners("exit");
    if (child.exitCode !== null || child.signalCode !== null) return resolve();
    child.once("exit", () => resolve());
    child.kill("SIGKILL");
  });
}
