import { cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll } from "vitest";
import { root } from "../../scripts/install.ts";
import { run } from "../../scripts/run.ts";

export interface Copy {
  readonly root: string;
  /** Changes a file of the copy. Fails when there was nothing to change. */
  edit(path: string, change: (text: string) => string): Promise<void>;
}

/** The description, its rules and the generated files, in a folder that goes when the tests of the file are over. */
export async function copyOfDescription(): Promise<Copy> {
  const folder = await mkdtemp(join(tmpdir(), "leap0-spec-test-"));
  afterAll(() => rm(folder, { recursive: true }));
  for (const path of ["spec", "src/generated", "redocly.yaml", "package.json"])
    await cp(join(root, path), join(folder, path), { recursive: true });
  return {
    root: folder,
    async edit(path, change) {
      const file = join(folder, path);
      const before = await readFile(file, "utf8");
      const after = change(before);
      if (after === before) throw new Error(`The edit of ${path} changed nothing.`);
      await writeFile(file, after);
    },
  };
}

/** Runs one of the programs in `scripts/`. */
export async function program(script: string, ...args: string[]): Promise<{ code: number; output: string }> {
  const command = ["--import", "tsx", join("scripts", script), ...args];
  const { code, stdout, stderr } = await run(process.execPath, command, { cwd: root });
  return { code, output: stdout + stderr };
}
