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
  const exported = file.statements.filter(ts.isExportDeclaration).flatMap(namesIn).sort();
  const declared = file.statements
    .filter((each) => !ts.isExportDeclaration(each) && !ts.isImportDeclaration(each))
    .map((each) => ({ name: nameOf(each), text: print(each, file) }))
    .sort((one, other) => (key(one) < key(other) ? -1 : 1))
    .map((each) => each.text)
    .filter((each) => !shown.has(each));
  for (const each of declared) shown.add(each);
  return `# ${entry}

Written by \`npm run api:approve\` from the built types. \`npm run api:check\` fails where they differ.

## Exported

${exported.map((each) => `- ${each}`).join("\n")}

## Declared

\`\`\`ts
${declared.join("\n")}
\`\`\`
`;
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
  return (statement as ts.DeclarationStatement).name?.getText() ?? "";
}

/** What is sorted by: the name, then the text. */
function key({ name, text }: { readonly name: string; readonly text: string }): string {
  return `${name}\0${text}`;
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
