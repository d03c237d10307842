import { join, relative } from "node:path";
import ts from "typescript";
import { root } from "./collect.ts";
import type { Program } from "./programs.ts";

/**
 * Compiles all samples at once, as the project compiles its own code, and gives what is wrong with them, by page and
 * line. `conditions` says what the package's name leads to: its sources, or what was built of them.
 */
export function compile(programs: readonly Program[], conditions: readonly string[]): string[] {
  const read = ts.readConfigFile(join(root, "tsconfig.json"), ts.sys.readFile);
  const { options } = ts.parseJsonConfigFileContent({ ...read.config, files: [], include: [] }, ts.sys, root);
  options.customConditions = [...conditions];
  const texts = new Map(programs.map((program) => [nameOf(program), program]));

  const host = ts.createCompilerHost(options);
  const { getSourceFile, fileExists, readFile } = host;
  host.fileExists = (name) => texts.has(name) || fileExists(name);
  host.readFile = (name) => texts.get(name)?.toCheck ?? readFile(name);
  host.getSourceFile = (name, version, ...rest) => {
    const program = texts.get(name);
    return program
      ? ts.createSourceFile(name, program.toCheck, version)
      : getSourceFile(name, version, ...rest);
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

/** A name beside the page, so that imports are resolved from there. */
const nameOf = ({ file, line }: Program) => join(root, `${file}.${line}.ts`);

/** The page and line that a stack leads to. */
export function placeIn(stack: string, folder: string, { file, line }: Program): string {
  const at = stack.split("\n").find((each) => each.includes(folder));
  const found = at && /:(\d+):\d+\)?$/.exec(at.trim())?.[1];
  return `${relative(root, join(root, file))}:${found ?? line}`;
}
