import { load } from "./page.ts";
import type { Given, Told } from "./runtime/messages.ts";

export interface Run {
  stop(): void;
  /** Moves the time on in the run: for the client, the emulator and the sample. */
  advance(ms: number): void;
}

/**
 * Runs blocks of code as one program, each in the scope of those above it. What the last one does is told. The program
 * is part of a worker's own text, so nothing is evaluated, the page's policy holds for it, and it can always be stopped.
 */
export async function execute(
  blocks: readonly string[],
  given: Omit<Given, "lines">,
  tell: (told: Told) => void,
): Promise<Run> {
  await load("runtime");
  const { leap0Runtime } = window as unknown as { leap0Runtime: string };
  const above = blocks.slice(0, -1).map((block) => `${withoutImports(block)}\n{`);
  const last = withoutImports(blocks.at(-1) ?? "");
  const lead = `${leap0Runtime}\n;leap0Run(GIVEN, async () => {\n${above.join("\n")}\nleap0Begin();\n`;
  const first = lead.split("\n").length;
  const lines = [first, first + last.split("\n").length - 1] as const;
  const program = `${lead.replace("leap0Run(GIVEN,", () => `leap0Run(${JSON.stringify({ ...given, lines })},`)}${last}\n${"}".repeat(above.length)}});`;
  const url = URL.createObjectURL(new Blob([program], { type: "text/javascript" }));
  const worker = new Worker(url);
  worker.addEventListener("message", ({ data }) => tell(data as Told));
  worker.addEventListener("error", (event) => {
    event.preventDefault();
    const line = event.lineno - first + 1;
    const inside = line > 0 && line <= last.split("\n").length;
    tell({ kind: "end", error: event.message || "the code cannot be read", ...(inside && { line }) });
  });
  return {
    stop() {
      worker.terminate();
      URL.revokeObjectURL(url);
    },
    advance: (ms) => worker.postMessage(ms),
  };
}

const IMPORT = /^[ \t]*import\s+(type\s+)?(?:([^"';]*?)\s+from\s+)?(["'])([^"']+)\3;?/gm;

/** Imports as `await`s, on the same lines. */
const withoutImports = (code: string): string =>
  code
    .replace(IMPORT, (whole, type, names: string | undefined, _, from: string) => {
      if (type || !names) return whole.replace(/[^\n]/g, "");
      const bound = names
        .replace(/\btype\s+\w+\s*,?/g, "")
        .replace(/\bas\b/g, names.trim().startsWith("*") ? "" : ":")
        .replace(/^\s*\*\s*/, "")
        .replace(/^\s*(\w+)(?=\s*$)/, names.trim().startsWith("*") ? "$1" : "{ default: $1 }");
      return `const ${bound} = await leap0Import(${JSON.stringify(from)});`;
    })
    .replace(/^export /gm, "       ");
