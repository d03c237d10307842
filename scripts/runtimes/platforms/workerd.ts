import { type ChildProcess, spawn } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Servers } from "../../../test/conformance/stage.ts";
import { bundle } from "../bundle.ts";
import { versionOf } from "../command.ts";
import { programOf } from "../folders.ts";
import type { Platform } from "../platform.ts";

const runtime = { name: "workerd", kind: "workerd", bundled: true } as const;

/** One Worker without Node compatibility. The network service is there because a Worker may not reach loopback. */
const CONFIG = `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [
    (name = "suite", worker = (
      modules = [(name = "worker.js", esModule = embed "worker.js")],
      compatibilityDate = "2026-01-01",
      globalOutbound = "network",
    )),
    (name = "network", network = (allow = ["public", "private", "local"])),
  ],
  sockets = [(name = "http", address = "127.0.0.1:0", http = (), service = "suite")],
);
`;

export const workerd: Platform = {
  runtime,
  async prepare({ folder }) {
    const program = await programOf("workerd", [
      `@cloudflare/workerd-${process.platform}-${process.arch === "arm64" ? "arm64" : "64"}/bin/workerd`,
    ]);
    // As wrangler bundles: a Worker's conditions, and Node's modules left as they are.
    await bundle("worker", folder, join(folder, "worker.js"), {
      platform: "browser",
      conditions: ["workerd", "worker", "browser"],
      external: ["node:*"],
    });
    const config = join(folder, "worker.capnp");
    await writeFile(config, CONFIG);
    const child = spawn(program, ["serve", config, "--control-fd=3"], {
      stdio: ["ignore", "ignore", "pipe", "pipe"],
    });
    // It tells of every failed connection at length. That is of interest only where it ends early.
    let said = "";
    child.stderr?.on("data", (chunk: Buffer) => {
      said = `${said}${chunk}`.slice(-2_000);
    });
    const port = await portOf(child, () => said);
    return {
      version: await versionOf(program),
      async run(servers: Servers) {
        const body = JSON.stringify({ runtime, servers });
        const response = await fetch(`http://127.0.0.1:${port}/`, { method: "POST", body });
        if (!response.ok) throw new Error(`the Worker answered ${response.status}: ${await response.text()}`);
        return response.json();
      },
      close: () => ended(child),
    };
  },
};

/** The port that it chose: it tells on a pipe of its own, a JSON object a line. */
function portOf(child: ChildProcess, said: () => string): Promise<number> {
  return new Promise((resolve, reject) => {
    let told = "";
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
    child.once("exit", () => resolve());
    child.kill("SIGKILL");
  });
}
