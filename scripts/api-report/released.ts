import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";

/** Where the package's types are, by the name that a program imports. */
export type Types = Readonly<Record<string, string>>;

/**
 * Compiles the programs that earlier releases promised to compile (a folder a release) against today's types, and
 * tells what no longer does.
 */
export function problemsOfReleased(folder: string, types: Types): string[] {
  if (!existsSync(folder)) return [];
  const programs = readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".ts"))
    .map((name) => join(folder, name));
  return programs.length === 0 ? [] : compile(programs, types);
}

function compile(files: readonly string[], types: Types): string[] {
  const program = ts.createProgram(files, {
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.ESNext,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    lib: ["lib.es2023.d.ts", "lib.dom.d.ts", "lib.dom.iterable.d.ts", "lib.dom.asynciterable.d.ts"],
    types: [],
    strict: true,
    exactOptionalPropertyTypes: true,
    noUncheckedIndexedAccess: true,
    // The package's own declarations are checked, TypeScript's are not: that takes seconds.
    skipLibCheck: false,
    skipDefaultLibCheck: true,
    noEmit: true,
    paths: Object.fromEntries(Object.entries(types).map(([name, file]) => [name, [file]])),
  });
  return ts.getPreEmitDiagnostics(program).map((problem) => {
    const text = ts.flattenDiagnosticMessageText(problem.messageText, "\n");
    if (!problem.file || problem.start === undefined) return text;
    const { line } = problem.file.getLineAndCharacterOfPosition(problem.start);
    return `${problem.file.fileName}:${line + 1}: ${text}`;
  });
}
