import type { Block } from "./blocks.ts";

/** What a page's blocks add up to: code to compile and to run, each line of it where the page has it. */
export interface Program {
  /** The page, from the project's root. */
  readonly file: string;
  /** The first line of code, in the page. */
  readonly line: number;
  /** With every block. */
  readonly toCheck: string;
  /** Without the blocks that are only compiled; empty where that is all of them. */
  readonly toRun: string;
}

const TYPESCRIPT = new Set(["ts", "typescript", "mts"]);

/**
 * Joins the blocks of a page to programs. A block that imports begins a program; one that does not goes on with what
 * stands above it, in a scope of its own, so that it may use the names above and declare them anew. A block marked
 * `no-run` is compiled only.
 */
export function programsOf(file: string, blocks: readonly Block[]): Program[] {
  const groups: Block[][] = [];
  for (const block of blocks.filter(({ lang }) => TYPESCRIPT.has(lang))) {
    const last = groups.at(-1);
    if (last && !/^\s*import\b/m.test(block.code)) last.push(block);
    else groups.push([block]);
  }
  return groups.map((group) => {
    const [first] = group as [Block];
    const run = isRun(first) ? group.filter(isRun) : [];
    return { file, line: first.line + 1, toCheck: joined(group), toRun: run.length ? joined(run) : "" };
  });
}

const isRun = ({ flags }: Block) => !flags.includes("no-run");

/** Each block below the line of its fence, where a brace takes the place of the fence of all blocks but the first. */
function joined(blocks: readonly Block[]): string {
  const lines: string[] = [];
  for (const [at, { line, code }] of blocks.entries()) {
    while (lines.length < line - 1) lines.push("");
    lines.push(at === 0 ? "export {};" : "{");
    lines.push(...code.split("\n"));
  }
  return `${lines.join("\n")}\n${"}".repeat(blocks.length - 1)}\n`;
}
