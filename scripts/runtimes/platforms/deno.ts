import { runCommand, versionOf } from "../command.ts";
import { programOf } from "../folders.ts";
import type { Platform } from "../platform.ts";

const runtime = { name: "deno", kind: "deno", bundled: false } as const;

export const deno: Platform = {
  runtime,
  async prepare({ folder, suite }) {
    const build = `@deno/${process.platform}-${process.arch === "arm64" ? "arm64" : "x64"}`;
    const program = await programOf("deno", [`${build}-glibc/deno`, `${build}/deno`]);
    // The packages are those that npm put there; nothing is fetched, and no cache is kept.
    const args = ["run", "--no-remote", "--node-modules-dir=manual", "--no-lock", "-A", suite];
    return {
      version: await versionOf(program),
      run: (servers) => runCommand(program, args, folder, runtime, servers),
    };
  },
};
