import ts from "typescript";

/** Where a program's exported types are `any`, written or inferred: `Name.member: …`. */
export function anyIn(file: string, options: ts.CompilerOptions = {}): string[] {
  const program = ts.createProgram([file], {
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.ESNext,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    strict: true,
    types: [],
    ...options,
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
