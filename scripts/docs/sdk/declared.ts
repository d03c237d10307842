import { readFileSync } from "node:fs";
import type { DeclarationReflection, SignatureReflection } from "typedoc";
import ts from "typescript";

/** What a declaration says in the source, in the author's own words: TypeDoc writes aliases out. */
export interface Declared {
  readonly type?: string | undefined;
  readonly optional: boolean;
  readonly parameters?: readonly {
    readonly name: string;
    readonly type: string;
    readonly optional: boolean;
    readonly text: string;
  }[];
  readonly generics: string;
}

const files = new Map<string, ts.SourceFile>();

export function declared(reflection: DeclarationReflection | SignatureReflection): Declared {
  const [source] = reflection.sources ?? [];
  const node = source && nodeAt(source.fullFileName, source.line - 1, source.character);
  if (!node) return { optional: false, generics: "" };
  const print = (inner: ts.Node | undefined) => inner?.getText().replace(/\s+/g, " ").replace(/^\| /, "");
  const callable = ts.isFunctionLike(node) ? node : undefined;
  const initializer = ts.isPropertyDeclaration(node) ? node.initializer : undefined;
  return {
    type: print((node as { type?: ts.TypeNode }).type) ?? print(initializer),
    optional: Boolean((node as { questionToken?: ts.Node }).questionToken),
    generics: (node as { typeParameters?: ts.NodeArray<ts.Node> }).typeParameters
      ? `<${(node as { typeParameters?: ts.NodeArray<ts.Node> }).typeParameters?.map(print).join(", ")}>`
      : "",
    ...(callable && {
      parameters: callable.parameters.map((parameter) => ({
        name: parameter.name.getText().replace(/\s+/g, " "),
        type: print(parameter.type) ?? "unknown",
        optional: Boolean(parameter.questionToken ?? parameter.initializer),
        text: print(parameter) ?? "",
      })),
    }),
  };
}

function nodeAt(fileName: string, line: number, character: number): ts.Node | undefined {
  let file = files.get(fileName);
  if (!file) {
    file = ts.createSourceFile(fileName, readFileSync(fileName, "utf8"), ts.ScriptTarget.Latest, true);
    files.set(fileName, file);
  }
  const position = file.getPositionOfLineAndCharacter(line, character);
  const find = (node: ts.Node): ts.Node | undefined => {
    if (position < node.getStart() || position >= node.getEnd()) return undefined;
    const name = (node as { name?: ts.Node }).name;
    if (name?.getStart() === position && !ts.isPropertyAccessExpression(node)) return node;
    if (ts.isConstructorDeclaration(node) && node.getStart() === position) return node;
    return ts.forEachChild(node, find);
  };
  return find(file);
}
