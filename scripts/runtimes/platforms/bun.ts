import { runCommand, versionOf } from "../command.ts";
import { programOf } from "../folders.ts";
import type { Platform } from "../platform.ts";

const runtime = { name: "bun", kind: "bun", bundled: false } as const;

export const bun: Platform = {
  runtime,
  async prepare({ folder, suite }) {
    const build = `@oven/bun-${process.platform}-${process.arch === "arm64" ? "aarch64" : process.arch}`;
    const program = await programOf("bun", [`${build}/bin/bun`, `${build}-baseline/bin/bun`]);
    return {
      version: await versionOf(program),
      run: (servers) => runCommand(program, [suite], folder, runtime, servers),
    };
  },
};
