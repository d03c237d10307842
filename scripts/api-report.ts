// Writes the public types of the built package into api-report/, as text without comments and in the order of names:
// a file an entry point. Git shows what changed, and a commit approves it.
import { readFile, writeFile } from "node:fs/promises";
import { posix } from "node:path";
import { parseArgs } from "node:util";
import ts from "typescript";

const { values } = parseArgs({
  options: { root: { type: "string", default: "." }, into: { type: "string", default: "api-report" } },
});

type Entries = Record<string, string | { readonly types?: string }>;
const { name, exports } = JSON.parse(await read("package.json")) as { name: string; exports: Entries };

// What one entry point shows, letter by letter, is left out of those after it.
const shown = new Set<string>();
for (const [entry, target] of Object.entries(exports)) {
  const types = typeof target === "string" ? undefined : target.types;
  if (types === undefined) continue;
  const file = posix.join(values.into, `${entry === "." ? "client" : entry.slice(2)}.md`);
  await writeFile(posix.join(values.root, file), report(posix.join(name, entry), await read(types)));
}

function read(path: string): Promise<string> {
  return readFile(posix.join(values.root, path), "utf8");
}

function report(entry: string, text: string): string {
  const file = ts.createSourceFile("index.d.ts", text, ts.ScriptTarget.ES2022, true);
  const exported: string[] = [];
  const declared: { readonly name: string; readonly text: string }[] = [];
  for (const statement of file.statements) {
    if (ts.isExportDeclaration(statement)) exported.push(...namesIn(statement));
    else if (!ts.isImportDeclaration(statement))
      declared.push({ name: nameOf(statement), text: print(statement, file) });
  }
  const news = declared
    .sort((a, b) => byText(a.name, b.name) || byText(a.text, b.text))
    .map((each) => each.text)
    .filter((each) => !shown.has(each));
  for (const each of news) shown.add(each);
  const about =
    "Written by `npm run api:approve` from the built types. `npm run api:check` fails where they differ.";
  const names = exported.sort(byText).map((each) => `- ${each}`);
  return [
    `# ${entry}`,
    "",
    about,
    "",
    "## Exported",
    "",
    ...names,
    "",
    "## Declared",
    "",
    "```ts",
    ...news,
    "```",
    "",
  ].join("\n");
}

function byText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function namesIn({ exportClause, isTypeOnly }: ts.ExportDeclaration): string[] {
  if (!exportClause || !ts.isNamedExports(exportClause)) return [];
  return exportClause.elements.map(
    (each) => `${isTypeOnly || each.isTypeOnly ? "type " : ""}${each.name.getText()}`,
  );
}

function nameOf(statement: ts.Statement): string {
  if (ts.isVariableStatement(statement))
    return statement.declarationList.declarations.map((each) => each.name.getText()).join(", ");
  return "name" in statement && statement.name ? (statement.name as ts.Identifier).getText() : "";
}

function print(statement: ts.Statement, file: ts.SourceFile): string {
  const { transformed } = ts.transform(statement, [withoutNever]);
  const printer = ts.createPrinter({ removeComments: true });
  return printer.printNode(ts.EmitHint.Unspecified, transformed[0] ?? statement, file);
}

/** The generated types say of every path which methods it lacks. */
function withoutNever(context: ts.TransformationContext): ts.Transformer<ts.Statement> {
  const visit = (node: ts.Node): ts.Node | undefined =>
    ts.isPropertySignature(node) && node.questionToken && node.type?.kind === ts.SyntaxKind.NeverKeyword
      ? undefined
      : ts.visitEachChild(node, visit, context);
  return (statement) => ts.visitEachChild(statement, visit, context);
}
