import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { version as esbuildVersion } from "esbuild";
import { bundle } from "../bundle.ts";
import { runCommand } from "../command.ts";
import { folderOf, provision } from "../folders.ts";
import type { Platform, Workshop } from "../platform.ts";
import { must } from "../run.ts";

type Bundler = "esbuild" | "rollup" | "vite" | "webpack";

/** The suite and the package in one file, made by a bundler and run by Node where there are no packages. */
export function bundled(bundler: Bundler): Platform {
  const runtime = { name: bundler, kind: "node", bundled: true } as const;
  return {
    runtime,
    async prepare(workshop) {
      // Beside the folder with the packages, not in it: what is missing in the bundle must not be found.
      const folder = await mkdtemp(join(tmpdir(), `leap0-fetch-${bundler}-`));
      const file = join(folder, "bundle.mjs");
      const version = await (bundler === "esbuild"
        ? withEsbuild(workshop, file)
        : withScript(bundler, workshop, file));
      return {
        version,
        run: (servers) => runCommand(process.execPath, [file], dirname(file), runtime, servers),
        close: () => must("rm", ["-rf", folder], { cwd: tmpdir() }).then(() => {}),
      };
    },
  };
}

async function withEsbuild({ folder }: Workshop, file: string): Promise<string> {
  await bundle("command", folder, file, { platform: "node", minify: true });
  return esbuildVersion;
}

/** Rollup, vite and webpack live in a folder of their own; each has a small program there. */
async function withScript(bundler: Bundler, { suite }: Workshop, file: string): Promise<string> {
  await provision("bundlers");
  const folder = folderOf("bundlers");
  return (await must(process.execPath, [`${bundler}.js`, suite, file], { cwd: folder })).trim();
}
