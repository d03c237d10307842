import { readFile, writeFile } from "node:fs/promises";

const PAGE = new URL("../docs/reliability.md", import.meta.url);

/** Replaces what stands between the marks of this name in docs/reliability.md. */
export async function writeSection(name: string, text: string): Promise<void> {
  const page = await readFile(PAGE, "utf8");
  const begin = `<!-- ${name}: written by bench/ -->`;
  const end = `<!-- end of ${name} -->`;
  const from = page.indexOf(begin);
  const to = page.indexOf(end);
  if (from < 0 || to < from) throw new Error(`docs/reliability.md has no place for ${name}`);
  await writeFile(PAGE, `${page.slice(0, from + begin.length)}\n\n${text}\n\n${page.slice(to)}`);
}
