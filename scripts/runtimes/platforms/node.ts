import { runCommand, versionOf } from "../command.ts";
import { programOf } from "../folders.ts";
import type { Platform } from "../platform.ts";

/** A major version of Node: the one that runs this program, or one from npm. */
export function node(major: number): Platform {
  const runtime = { name: `node ${major}`, kind: "node", bundled: false } as const;
  return {
    runtime,
    async prepare({ folder, suite }) {
      const program = process.version.startsWith(`v${major}.`)
        ? process.execPath
        : await programOf(`node-${major}`, [`node-${process.platform}-${process.arch}/bin/node`]);
      return {
        version: await versionOf(program),
        run: (servers) => runCommand(program, [suite], folder, runtime, servers),
      };
    },
  };
}
