import { cp, mkdir, readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import ts from "typescript";
import { beforeAll, describe, expect, test } from "vitest";
import { provision, root } from "../../scripts/install.ts";
import { run } from "../../scripts/run.ts";
import { installedPackage } from "./installed.ts";

const { folder, at: packageFolder } = installedPackage();

const compilers = [
  ["5.9", () => Promise.resolve(join(root, "node_modules/typescript/bin/tsc"))],
  ["6", () => compilerOf("typescript-6")],
  ["7", () => compilerOf("typescript-7")],
] as const;

async function compilerOf(name: string): Promise<string> {
  return join(await provision("test/package"), name, "bin/tsc");
}

const strict = {
  strict: true,
  noEmit: true,
  skipLibCheck: false,
  exactOptionalPropertyTypes: true,
  noUncheckedIndexedAccess: true,
  noPropertyAccessFromIndexSignature: true,
  target: "es2022",
};

/** The two worlds that types have to fit into: a page or a Worker, and Node without the browser's types. */
const worlds = {
  "a bundler's resolution and the DOM": {
    module: "esnext",
    moduleResolution: "bundler",
    lib: ["es2023", "dom", "dom.iterable", "dom.asynciterable"],
    types: [],
  },
  "Node's resolution and Node's types": {
    module: "nodenext",
    moduleResolution: "nodenext",
    lib: ["es2023"],
    types: ["node"],
  },
};

beforeAll(async () => {
  await cp(join(root, "test/package/consumer"), join(folder, "consumer"), { recursive: true });
  await mkdir(join(folder, "node_modules/@types"), { recursive: true });
  for (const name of ["@types/node", "undici-types"])
    await cp(join(root, "node_modules", name), join(folder, "node_modules", name), { recursive: true });
});

describe.each(compilers)("TypeScript %s", (version, find) => {
  test.each(Object.entries(worlds))("takes the types with %s", async (name, world) => {
    const file = `tsconfig.${version}.${Object.keys(worlds).indexOf(name)}.json`;
    const config = { compilerOptions: { ...strict, ...world }, include: ["consumer"] };
    await writeFile(join(folder, file), JSON.stringify(config));
    const { code, stdout, stderr } = await run(process.execPath, [await find(), "-p", file], { cwd: folder });
    expect(stdout + (code ? stderr : "")).toBe("");
    expect(code).toBe(0);
  });

  test("and complains where a program is wrong", async () => {
    await mkdir(join(folder, "wrong"), { recursive: true });
    const program =
      'import { Leap0Client } from "leap0-fetch";\nnew Leap0Client().sandboxes.pause(5);\nnew Leap0Client({ retries: 1 });';
    await writeFile(join(folder, "wrong/a.ts"), program);
    const world = worlds["a bundler's resolution and the DOM"];
    const file = `tsconfig.${version}.wrong.json`;
    await writeFile(
      join(folder, file),
      JSON.stringify({ compilerOptions: { ...strict, ...world, skipLibCheck: true }, include: ["wrong"] }),
    );
    const { code, stdout } = await run(process.execPath, [await find(), "-p", file], { cwd: folder });
    expect(code).not.toBe(0);
    expect(stdout.match(/error TS/g)).toHaveLength(2);
  });
});

describe("any", () => {
  test("is in none of the published types", async () => {
    const files = (await readdir(join(packageFolder, "dist"), { recursive: true })).filter((name) =>
      name.endsWith(".d.ts"),
    );
    expect(files.length).toBeGreaterThan(1);
    for (const file of files) expect(anyIn(join(packageFolder, "dist", file)), file).toEqual([]);
  });

  test("would be found, written or inferred", async () => {
    const file = join(folder, "any.d.ts");
    await writeFile(
      file,
      `import type { Missing } from "nowhere";
       export declare class Client {
         call(body: any): Promise<string>;
         later: Missing;
       }
       export interface Fine { name: unknown }
       export type Args<T> = T extends (...given: any[]) => infer R ? R : never;`,
    );
    expect(anyIn(file)).toEqual(["call(body: any): Promise<string>;", "later: Missing;"]);
  });
});

/** The lines in which a program's exported types are `any`, written or inferred. */
function anyIn(file: string): string[] {
  const program = ts.createProgram([file], {
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.ESNext,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    strict: true,
    types: [],
  });
  const source = program.getSourceFile(file);
  if (!source) throw new Error(`no ${file}`);
  const found = new Set<number>();
  const checker = program.getTypeChecker();
  const visit = (node: ts.Node): void => {
    // `#private` stands for all fields that nobody can reach.
    if (ts.isPropertyDeclaration(node) && ts.isPrivateIdentifier(node.name)) return;
    // TypeScript's own way to say "every class" needs `any`, and nobody is handed a value of it.
    if (isBound(node)) return;
    // A name that cannot be resolved is `any` as well, which is how a missing import shows up here.
    const isTyped = ts.isTypeReferenceNode(node) || ts.isTypeAliasDeclaration(node) || ts.isParameter(node);
    const isMember = ts.isPropertyDeclaration(node) || ts.isPropertySignature(node);
    const isAny = () => checker.getTypeAtLocation(node).flags & ts.TypeFlags.Any;
    const mayBeAny = isTyped || isMember || ts.isVariableDeclaration(node);
    if (node.kind === ts.SyntaxKind.AnyKeyword || (mayBeAny && isAny()))
      found.add(source.getLineAndCharacterOfPosition(node.getStart()).line);
    ts.forEachChild(node, visit);
  };
  ts.forEachChild(source, visit);
  const lines = source.text.split("\n");
  return [...found].map((line) => lines[line]?.trim() ?? "");
}

function isBound(node: ts.Node): boolean {
  const { parent } = node;
  if (ts.isTypeParameterDeclaration(parent)) return parent.constraint === node;
  return ts.isConditionalTypeNode(parent) && parent.extendsType === node;
}
