/** A fenced block of code: what stands after its language says how it is used. */
export interface Block {
  readonly lang: string;
  /**
   * `no-run`: compiled only. `node`: needs Node, so the page has no button for it. `no-join`: begins a program though it
   * imports nothing. `state=stopped`: the state of the sandbox that it finds.
   */
  readonly flags: readonly string[];
  readonly code: string;
  /** The line of the opening fence, from 1. The code starts on the next one. */
  readonly line: number;
}

const TYPESCRIPT = new Set(["ts", "typescript", "mts"]);

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

export const isTypeScript = ({ lang }: Pick<Block, "lang">): boolean => TYPESCRIPT.has(lang);

/** Whether a block begins a program. One that imports nothing goes on with what stands above it on its page. */
export const begins = ({ code }: Pick<Block, "code">): boolean => /^\s*import\b/m.test(code);

/** The TypeScript of a page, a list of blocks for each program. */
export function programsOf(blocks: readonly Block[]): Block[][] {
  const programs: Block[][] = [];
  for (const block of blocks.filter(isTypeScript)) {
    const last = programs.at(-1);
    if (last && !begins(block)) last.push(block);
    else programs.push([block]);
  }
  return programs;
}
