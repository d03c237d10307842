import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { join } from "node:path";
import { type BuildOptions, build, version as esbuildVersion } from "esbuild";
import type { Runtime, Servers } from "../../test/conformance/stage.ts";
import type { GroupReport, run } from "../../test/conformance/suite.ts";
import { listening } from "../../tools/loopback.ts";
import { launchChromium } from "../chromium.ts";
import { root } from "../install.ts";
import { must } from "../run.ts";
import { programOf, serveWorker, workerdProgram, workerOptions } from "./workerd.ts";

/** Something that the suite runs on. */
export interface Platform {
  readonly runtime: Runtime;
  /**
   * Makes it ready, in a folder that has the package installed. `suite` is the suite as one file there, which imports
   * the package by its name. @throws Missing where this machine cannot have the platform.
   */
  prepare(folder: string, suite: string): Promise<Ready>;
}

interface Ready {
  readonly version: string;
  run(servers: Servers): Promise<GroupReport[]>;
  close?(): Promise<void>;
}

const LONGEST_MS = 180_000;

/** Compiles the suite. Unless it stays outside, the package is the one installed in `folder`, never the sources. */
export async function bundle(folder: string, outfile: string, options: BuildOptions): Promise<void> {
  const dist = join(folder, "node_modules/leap0-fetch/dist");
  await build({
    entryPoints: [join(root, "test/conformance/entry.ts")],
    outfile,
    bundle: true,
    format: "esm",
    target: "es2022",
    logLevel: "error",
    // The suite lies in the project, whose own name would resolve to the project.
    alias: { "leap0-fetch/emulator": join(dist, "emulator/index.js"), "leap0-fetch": join(dist, "index.js") },
    ...options,
  });
}

/** Runs the suite as a program and reads its report from what it prints. */
async function runCommand(command: readonly string[], cwd: string, runtime: Runtime, servers: Servers) {
  const [file = "", ...args] = command;
  // A key or a base URL of this machine's user would change what is tested.
  const env = { LEAP0_API_KEY: "", LEAP0_BASE_URL: "", LEAP0_SANDBOX_DOMAIN: "", NODE_NO_WARNINGS: "1" };
  const given = JSON.stringify({ runtime, servers });
  const printed = await must(file, [...args, given], { cwd, env, timeoutMs: LONGEST_MS });
  const line = printed.split("\n").findLast((each) => each.startsWith("REPORT "));
  if (!line) throw new Error(`no report:\n${printed.slice(-2_000)}`);
  return JSON.parse(line.slice("REPORT ".length)) as GroupReport[];
}

/** What a program says its version is. */
const versionOf = async (file: string): Promise<string> =>
  /\d+[\w.-]*/.exec(await must(file, ["--version"], { cwd: "/" }))?.[0] ?? "?";

/** A runtime with a command line, which finds the package in the folder's node_modules. */
function commandLine(runtime: Runtime, find: () => Promise<string>, ...args: readonly string[]): Platform {
  return {
    runtime,
    async prepare(folder, suite) {
      const program = await find();
      return {
        version: await versionOf(program),
        run: (servers) => runCommand([program, ...args, suite], folder, runtime, servers),
      };
    },
  };
}

/** A major version of Node: the one that runs this program, or one from npm. */
const node = (major: number): Platform =>
  commandLine({ name: `node ${major}`, kind: "node", bundled: false }, async () =>
    process.version.startsWith(`v${major}.`)
      ? process.execPath
      : programOf(`Node ${major}`, ...(process.platform === "linux" ? [`node-${major}/bin/node`] : [])),
  );

const { platform, arch } = process;

const bun = commandLine({ name: "bun", kind: "bun", bundled: false }, () =>
  programOf("Bun", `@oven/bun-${platform}-${arch === "arm64" ? "aarch64" : arch}/bin/bun`),
);

// The packages are those that npm put there; nothing is fetched, and no cache is kept.
const denoFlags = ["run", "--no-remote", "--node-modules-dir=manual", "--no-lock", "-A"];
const deno = commandLine(
  { name: "deno", kind: "deno", bundled: false },
  () => programOf("Deno", `@deno/${platform}-${arch}-glibc/deno`, `@deno/${platform}-${arch}/deno`),
  ...denoFlags,
);

const workerd: Platform = {
  runtime: { name: "workerd", kind: "workerd", bundled: true },
  async prepare(folder) {
    const version = await versionOf(await workerdProgram());
    const script = join(folder, "worker.js");
    await bundle(folder, script, workerOptions);
    const { url, close } = await serveWorker(script);
    const suite = async (servers: Servers) => {
      const body = JSON.stringify({ runtime: this.runtime, servers });
      const response = await fetch(url, { method: "POST", body });
      if (!response.ok) throw new Error(`the Worker returned ${response.status}: ${await response.text()}`);
      return response.json() as Promise<GroupReport[]>;
    };
    return { version, run: suite, close };
  },
};

const chromium: Platform = {
  runtime: { name: "chromium", kind: "browser", bundled: true },
  async prepare(folder) {
    const browser = await launchChromium();
    const script = join(folder, "page.js");
    await bundle(folder, script, { platform: "browser", external: ["node:*"] });
    const page = await servePage(await readFile(script, "utf8"));
    const suite = async (servers: Servers) => {
      const tab = await browser.newPage();
      await tab.goto(page.url);
      await tab.waitForFunction("typeof conformance === 'function'");
      type Offered = { readonly conformance: typeof run };
      return tab.evaluate(
        ([runtime, given]) => (globalThis as unknown as Offered).conformance(runtime, given),
        [this.runtime, servers] as const,
      );
    };
    return { version: browser.version(), run: suite, close: () => browser.close().then(page.close) };
  },
};

/** A page on an origin of its own, so that every call crosses origins as it would in the open. */
async function servePage(script: string): Promise<{ readonly url: string; readonly close: () => void }> {
  const server = createServer(({ url }, response) => {
    const isScript = url === "/page.js";
    response.writeHead(200, { "content-type": isScript ? "text/javascript" : "text/html" });
    response.end(isScript ? script : '<!doctype html><script type="module" src="/page.js"></script>');
  });
  return listening(server);
}

/** The suite and the package in one minified file, run by Node where there are no packages. */
const esbuild: Platform = {
  runtime: { name: "esbuild", kind: "node", bundled: true },
  async prepare(folder) {
    // Beside the folder with the packages, not in it: what is missing in the bundle must not be found.
    const alone = `${folder}-bundled`;
    const file = join(alone, "bundle.mjs");
    await bundle(folder, file, { platform: "node", minify: true });
    return {
      version: esbuildVersion,
      run: (servers) => runCommand([process.execPath, file], alone, this.runtime, servers),
      close: () => must("rm", ["-rf", alone], { cwd: "/" }).then(() => {}),
    };
  },
};

/** The rows of the matrix. */
export const platforms: readonly Platform[] = [
  node(20),
  node(22),
  node(24),
  bun,
  deno,
  workerd,
  chromium,
  esbuild,
];
