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
       export declare class Client { call(body: any): Promise<string>; later: Missing; }
       export interface Fine { name: unknown }
       export type Args<T> = T extends (...given: any[]) => infer R ? R : never;`,
    );
    expect(anyIn(file).map((place) => place.replace(/ \(.*/, ""))).toEqual([
      "Client.call.body",
      "Client.later",
    ]);
  });
});

/** Where a program's exported types are `any`, written or inferred: `Name.member: …`. */
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
  const found: string[] = [];
  const checker = program.getTypeChecker();
  const visit = (node: ts.Node): void => {
    // `#private` stands for all fields that nobody can reach.
    if (ts.isPropertyDeclaration(node) && ts.isPrivateIdentifier(node.name)) return;
    const isAny = node.kind === ts.SyntaxKind.AnyKeyword || (isNamed(node) && hasAnyType(node));
    // TypeScript's own way to say "every class" needs `any`, and nobody is handed a value of it.
    if (isAny && !isBound(node)) found.push(placeOf(node));
    ts.forEachChild(node, visit);
  };
  // A name that cannot be resolved is `any` as well, which is how a missing import shows up here.
  const hasAnyType = (node: ts.Node): boolean =>
    (checker.getTypeAtLocation(node).flags & ts.TypeFlags.Any) !== 0;
  visit(source);
  return [...new Set(found)];
}

function isNamed(node: ts.Node): boolean {
  return (
    ts.isPropertySignature(node) ||
    ts.isPropertyDeclaration(node) ||
    ts.isMethodDeclaration(node) ||
    ts.isMethodSignature(node) ||
    ts.isParameter(node) ||
    ts.isTypeAliasDeclaration(node) ||
    ts.isTypeReferenceNode(node) ||
    ts.isVariableDeclaration(node)
  );
}

function isBound(node: ts.Node): boolean {
  for (let at: ts.Node = node; at.parent; at = at.parent) {
    const { parent } = at;
    if (ts.isTypeParameterDeclaration(parent) && parent.constraint === at) return true;
    if (ts.isConditionalTypeNode(parent) && parent.extendsType === at) return true;
  }
  return false;
}

function placeOf(node: ts.Node): string {
  const names: string[] = [];
  for (let at: ts.Node | undefined = node; at; at = at.parent) {
    const { name } = at as { name?: ts.Node };
    if (name && ts.isIdentifier(name)) names.unshift(name.text);
  }
  const { line } = node.getSourceFile().getLineAndCharacterOfPosition(node.getStart());
  return `${names.join(".")} (line ${line + 1})`;
}
