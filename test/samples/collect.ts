import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type Block, readBlocks } from "./blocks.ts";
import { type Program, programsOf } from "./programs.ts";

export const root = fileURLToPath(new URL("../..", import.meta.url));
const CODE_SAMPLES = "spec/code-samples";

/** The pages whose blocks are promises: what they show has to work. */
export async function pages(): Promise<string[]> {
  const guides = (await readdir(join(root, "docs/guides"))).filter((name) => name.endsWith(".md")).sort();
  return [
    "README.md",
    "docs/emulator.md",
    "docs/site/index.md",
    ...guides.map((name) => `docs/guides/${name}`),
  ];
}

export interface Page {
  readonly file: string;
  readonly blocks: readonly Block[];
}

export const readPages = async (): Promise<Page[]> =>
  Promise.all((await pages()).map(async (file) => ({ file, blocks: await readBlocks(join(root, file)) })));

/** The samples of the description, by the end of their names: a program each. */
export async function codeSamples(extension: ".ts" | ".sh"): Promise<Program[]> {
  const names = (await readdir(join(root, CODE_SAMPLES))).filter((name) => name.endsWith(extension)).sort();
  return Promise.all(
    names.map(async (name) => {
      const file = `${CODE_SAMPLES}/${name}`;
      const text = await readFile(join(root, file), "utf8");
      return { file, line: 1, toCheck: text, toRun: text };
    }),
  );
}

/** Every TypeScript sample of the project. */
export async function programs(): Promise<Program[]> {
  const shown = (await readPages()).flatMap(({ file, blocks }) => programsOf(file, blocks));
  return [...shown, ...(await codeSamples(".ts"))];
}
