import { execFile } from "node:child_process";
import { cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll } from "vitest";

export const root = fileURLToPath(new URL("../..", import.meta.url));

export interface Copy {
  readonly root: string;
  /** Changes a file of the copy. Fails when there was nothing to change. */
  edit(path: string, change: (text: string) => string): Promise<void>;
}

const folders: string[] = [];

afterAll(() => Promise.all(folders.map((folder) => rm(folder, { recursive: true }))));

/** The description, its rules and the generated files, in a folder that goes when the tests of the file are over. */
export async function copyOfDescription(): Promise<Copy> {
  const folder = await mkdtemp(join(tmpdir(), "leap0-spec-test-"));
  folders.push(folder);
  for (const path of ["spec", "src/generated", "redocly.yaml", "package.json"]) {
    await cp(join(root, path), join(folder, path), { recursive: true });
  }
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

const tsx = createRequire(import.meta.url).resolve("tsx/cli");

/** Runs one of the programs in `scripts/`. */
export function program(
  script: string,
  ...args: string[]
): Promise<{ readonly code: number; readonly output: string }> {
  return new Promise((resolve) => {
    execFile(process.execPath, [tsx, join(root, "scripts", script), ...args], (error, stdout, stderr) => {
      resolve({ code: error === null ? 0 : Number(error.code), output: stdout + stderr });
    });
  });
}
