import { readFile } from "node:fs/promises";

/** A fenced block of a Markdown file. */
export interface Block {
  readonly lang: string;
  /** What follows the language in the info string, such as `no-run`. */
  readonly flags: readonly string[];
  readonly code: string;
  /** The line of the opening fence, from 1. The code starts on the next one. */
  readonly line: number;
}

/** The fenced blocks of a Markdown text, in order. Fences in lists may be indented. */
export function blocksOf(text: string): Block[] {
  const blocks: Block[] = [];
  let open: { fence: string; indent: string; info: string[]; line: number; code: string[] } | undefined;
  for (const [at, line] of text.split("\n").entries()) {
    const [, indent = "", fence = "", info = ""] = /^(\s*)(`{3,}|~{3,})(.*)$/.exec(line) ?? [];
    if (!open) {
      if (fence) open = { fence, indent, info: info.trim().split(/\s+/), line: at + 1, code: [] };
    } else if (fence.startsWith(open.fence) && !info.trim()) {
      const [lang = "", ...flags] = open.info;
      blocks.push({ lang, flags, code: open.code.join("\n"), line: open.line });
      open = undefined;
    } else open.code.push(line.startsWith(open.indent) ? line.slice(open.indent.length) : line.trimStart());
  }
  if (open) throw new Error(`the block that begins on line ${open.line} has no end`);
  return blocks;
}

/** The fenced blocks of a Markdown file; none where there is no such file yet. */
export async function readBlocks(file: string): Promise<Block[]> {
  const text = await readFile(file, "utf8").catch(() => "");
  return blocksOf(text);
}
