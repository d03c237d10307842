import ts from "typescript";

/** A declaration file, read without comments and in the order of names, so that a diff shows what users would see. */
export interface Surface {
  readonly exported: readonly string[];
  readonly declarations: readonly { readonly name: string; readonly text: string }[];
}

export function readSurface(text: string): Surface {
  const file = ts.createSourceFile("index.d.ts", text, ts.ScriptTarget.ES2022, true);
  const exported: string[] = [];
  const declarations: { name: string; text: string }[] = [];
  for (const statement of file.statements) {
    if (ts.isExportDeclaration(statement) && statement.exportClause) exported.push(...namesIn(statement));
    else if (!ts.isImportDeclaration(statement))
      declarations.push({ name: nameOf(statement), text: print(statement, file) });
  }
  return {
    exported: exported.sort(byText),
    declarations: declarations.sort((a, b) => byText(a.name, b.name) || byText(a.text, b.text)),
  };
}

/** The surface as the text that is kept. What another entry point already shows, letter by letter, is left out. */
export function render(entry: string, surface: Surface, beside?: Surface): string {
  const shown = new Set(beside?.declarations.map(({ text }) => text));
  return [
    `# ${entry}`,
    "",
    "Written by `npm run api:approve` from the built types. `npm run api:check` fails where they differ.",
    "",
    "## Exported",
    "",
    ...surface.exported.map((name) => `- ${name}`),
    "",
    "## Declared",
    "",
    "```ts",
    ...surface.declarations.filter(({ text }) => !shown.has(text)).map(({ text }) => text),
    "```",
    "",
  ].join("\n");
}

/** Whether a diff between two reports takes something away or only adds: a hint for whoever approves it. */
export function changesOf(before: string, after: string): { removed: string[]; added: string[] } {
  const [old, now] = [linesOf(before), linesOf(after)];
  return { removed: left(old, now), added: left(now, old) };
}

const linesOf = (text: string): string[] => text.split("\n").filter((line) => line.trim());

function left(from: readonly string[], others: readonly string[]): string[] {
  const counts = new Map<string, number>();
  for (const line of others) counts.set(line, (counts.get(line) ?? 0) + 1);
  return from.filter((line) => {
    const count = counts.get(line) ?? 0;
    counts.set(line, count - 1);
    return count <= 0;
  });
}

const byText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

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

const printer = ts.createPrinter({ removeComments: true });

function print(statement: ts.Statement, file: ts.SourceFile): string {
  const { transformed } = ts.transform(statement, [withoutNever]);
  return printer.printNode(ts.EmitHint.Unspecified, transformed[0] ?? statement, file);
}

/** The generated types say of every path which methods it lacks. */
const withoutNever: ts.TransformerFactory<ts.Statement> = (context) => {
  const visit = (node: ts.Node): ts.Node | undefined =>
    ts.isPropertySignature(node) && node.questionToken && node.type?.kind === ts.SyntaxKind.NeverKeyword
      ? undefined
      : ts.visitEachChild(node, visit, context);
  return (statement) => ts.visitEachChild(statement, visit, context);
};
