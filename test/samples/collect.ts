import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import * as sdk from "leap0-fetch";
import ts from "typescript";
import { parse } from "yaml";
import { type Block, begins, blocksOf, programsOf } from "../../scripts/docs/samples.ts";

export const root = fileURLToPath(new URL("../..", import.meta.url));

/** A program made of a page's blocks, each line of it where the page has it. */
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

const read = (file: string) => readFileSync(join(root, file), "utf8");
const markdownIn = (folder: string) =>
  readdirSync(join(root, folder))
    .filter((name) => name.endsWith(".md"))
    .map((name) => `${folder}/${name}`);

/** The pages whose blocks are promises: what they show has to work. */
const PAGES = ["README.md", "docs/emulator.md", ...markdownIn("docs/site"), ...markdownIn("docs/guides")];

/** The samples of the description: a program each. */
const codeSamples = (language: "curl" | "typescript"): Program[] => {
  const file = `spec/code-samples/${language}.yaml`;
  return Object.entries<string>(parse(read(file))).map(([id, text]) => ({
    file: `${file}#${id}`,
    line: 1,
    toCheck: text,
    toRun: text,
  }));
};

/** The TypeScript of a page. A block that imports nothing goes on with what stands above it, in a scope of its own. */
export const programsIn = (file: string, text: string): Program[] =>
  programsOf(blocksOf(text)).map((blocks) => {
    const [first] = blocks as [Block];
    const run = isRun(first) ? blocks.filter(isRun) : [];
    return { file, line: first.line + 1, toCheck: joined(blocks), toRun: run.length ? joined(run) : "" };
  });

const isRun = ({ flags }: Block) => !flags.includes("no-run");

/** Each block below the line of its fence, where a brace takes the place of the fence of all blocks but the first. */
function joined(blocks: readonly Block[]): string {
  const lines: string[] = [];
  for (const [at, { line, code }] of blocks.entries()) {
    while (lines.length < line - 1) lines.push("");
    lines.push(at === 0 ? "export {};" : "{", ...code.split("\n"));
  }
  return `${lines.join("\n")}\n${"}".repeat(blocks.length - 1)}\n`;
}

/** Every TypeScript sample of the project. */
export const programs = (): Program[] => [
  ...PAGES.flatMap((file) => programsIn(file, read(file))),
  ...codeSamples("typescript"),
];

/** Every sample that calls curl. */
export const curlSamples = (): Program[] => [
  ...PAGES.flatMap((file) =>
    blocksOf(read(file))
      .filter(({ lang, flags, code }) => lang === "sh" && /\bcurl\b/.test(code) && !flags.includes("no-run"))
      .map(({ line, code }) => ({ file, line: line + 1, toCheck: "", toRun: code })),
  ),
  ...codeSamples("curl"),
];

/** What an example in a comment may use without saying so. On one line, so that the others keep their numbers. */
const PRELUDE = [
  `import { type OperationError, ${Object.keys(sdk)} } from "leap0-fetch";`,
  'import { createEmulator, createManualClock } from "leap0-fetch/emulator";',
  "declare let client: Leap0Client; declare const id: string; declare function readKey(): Promise<string>;",
  "declare const request: { params: { id: string } }; declare const response: { status(code: number): void };",
].join(" ");

/** The examples in the comments of the sources: the SDK reference shows them. Compiled here; the pages run them. */
export const docComments = (): Program[] =>
  readdirSync(join(root, "src"), { recursive: true })
    .map((name) => `src/${String(name).replaceAll("\\", "/")}`)
    .filter(
      (file) => file.endsWith(".ts") && !file.startsWith("src/generated/") && read(file).includes("@example"),
    )
    .flatMap((file) =>
      blocksOf(read(file).replace(/^\s*\* ?/gm, ""))
        .filter(({ lang }) => lang === "ts")
        .map(({ code, line }) => {
          const [prelude, end] = begins({ code }) ? ["", ""] : [`${PRELUDE} {`, "}"];
          const toCheck = `${"\n".repeat(line - 1)}${prelude}\n${code}\n${end} export {};`;
          return { file, line: line + 1, toRun: "", toCheck };
        }),
    );

/**
 * Compiles all samples at once, as the project compiles its own code, and gives what is wrong with them, by page and
 * line. `conditions` says what the package's name leads to: its sources, or what was built of them.
 */
export function compile(samples: readonly Program[], conditions: readonly string[]): string[] {
  const { config } = ts.readConfigFile(join(root, "tsconfig.json"), ts.sys.readFile);
  const { options } = ts.parseJsonConfigFileContent({ ...config, files: [], include: [] }, ts.sys, root);
  options.customConditions = [...conditions];
  // Node's own types of its fetch's library, which is not installed.
  options.paths = { undici: [join(root, "node_modules/undici-types/index.d.ts")] };
  // A name beside the page, so that imports are resolved from there.
  const texts = new Map(samples.map((sample) => [join(root, `${sample.file}.${sample.line}.ts`), sample]));
  const host = ts.createCompilerHost(options);
  const { getSourceFile, fileExists, readFile } = host;
  host.fileExists = (name) => texts.has(name) || fileExists(name);
  host.readFile = (name) => texts.get(name)?.toCheck ?? readFile(name);
  host.getSourceFile = (name, version, ...rest) => {
    const text = texts.get(name)?.toCheck;
    return text === undefined
      ? getSourceFile(name, version, ...rest)
      : ts.createSourceFile(name, text, version);
  };
  const program = ts.createProgram([...texts.keys()], options, host);
  return [...texts].flatMap(([name, { file }]) => {
    const source = program.getSourceFile(name);
    if (!source) return [`${file}: not compiled`];
    const found = [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)];
    return found.map(({ start = 0, messageText, code }) => {
      const line = source.getLineAndCharacterOfPosition(start).line + 1;
      return `${file}:${line} ${ts.flattenDiagnosticMessageText(messageText, "\n")} (TS${code})`;
    });
  });
}
