import { mkdir, readdir, symlink } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { installed } from "../scripts/install.ts";
import { must } from "../scripts/run.ts";

const programs = fileURLToPath(new URL("speed/programs", import.meta.url));

/** A folder as a user of the packed package has it, its peers beside it, in which plain Node runs the measurements. */
export interface Stage {
  readonly folder: string;
  /** The packages that came with the package itself. */
  readonly own: string;
  program(name: string): string;
  /** Runs one of the programs to its end and gives what it wrote. */
  run(name: string, args: readonly string[], flags?: readonly string[]): Promise<string>;
  remove(): Promise<void>;
}

export async function openStage(built: boolean): Promise<Stage> {
  const { folder: own, remove } = await installed({ built });
  const folder = join(own, "with-peers");
  await mkdir(join(folder, "node_modules"), { recursive: true });
  await link(join(own, "node_modules/leap0-fetch"), folder, "leap0-fetch");
  const peers = fileURLToPath(new URL("node_modules", import.meta.url));
  for (const name of await packagesIn(peers)) await link(join(peers, name), folder, name);
  await build({
    entryPoints: (await readdir(programs)).map((file) => join(programs, file)),
    bundle: true,
    packages: "external",
    format: "esm",
    platform: "node",
    outdir: folder,
    outExtension: { ".js": ".mjs" },
    logLevel: "error",
  });
  const program = (name: string) => join(folder, `${name}.mjs`);
  return {
    folder,
    own,
    program,
    run: (name, args, flags = []) =>
      must(process.execPath, [...flags, program(name), ...args], { cwd: folder }),
    remove,
  };
}

async function packagesIn(folder: string): Promise<string[]> {
  const names = (await readdir(folder)).filter((name) => !name.startsWith("."));
  const scoped = names.map(async (name) =>
    name.startsWith("@") ? (await readdir(join(folder, name))).map((each) => `${name}/${each}`) : [name],
  );
  return (await Promise.all(scoped)).flat();
}

async function link(from: string, folder: string, name: string): Promise<void> {
  const to = join(folder, "node_modules", name);
  await mkdir(dirname(to), { recursive: true });
  await symlink(from, to).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== "EEXIST") throw new Error(`cannot link ${basename(name)}`, { cause: error });
  });
}
