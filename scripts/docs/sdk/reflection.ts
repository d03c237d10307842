import {
  type Comment,
  type CommentDisplayPart,
  type DeclarationReflection,
  Reflection,
  ReflectionKind,
  type SignatureReflection,
} from "typedoc";
import { cell } from "../schema-table.ts";
import { declared } from "./declared.ts";

/** Where an export is described: its page, by its name. */
export type Anchors = ReadonlyMap<string, string>;

/** One export in Markdown: its text, how it is declared, its members, its examples. */
export function exported(
  reflection: DeclarationReflection,
  anchors: Anchors,
  level: number,
  title?: string,
): string {
  const { name, comment, signatures, children = [] } = reflection;
  const heading = `${"#".repeat(level)} ${level === 1 ? (title ?? name) : name} {#${name}}`;
  if (signatures?.[0]) return [heading, callable(reflection, signatures[0], anchors)].join("\n\n");
  const constructors = children.filter(
    (each) => each.kind === ReflectionKind.Constructor && name === "Leap0Client",
  );
  const methods = children.filter(
    (each) => each.signatures && each.kind === ReflectionKind.Method && isOwn(each),
  );
  const properties = children.filter(
    (each) => !each.signatures && each.kind !== ReflectionKind.Accessor && isOwn(each),
  );
  return [
    heading,
    text(comment, anchors) || "Made from the description by openapi-typescript.",
    throwsOf(comment, anchors),
    shape(reflection, anchors),
    ...constructors.map((each) => code(`new ${name}(${signatureOf(each).parameters})`)),
    examples(comment),
    properties.length ? memberTable(properties, anchors) : "",
    ...methods.map((each) => method(name, each, anchors, level + 1)),
  ]
    .filter(Boolean)
    .join("\n\n");
}

/** What a page gets from its own: not what it inherits, nor what merely makes a list a promise. */
const isOwn = ({ inheritedFrom, name }: DeclarationReflection) =>
  !inheritedFrom && !["then", "catch", "finally", "[asyncIterator]", "[toStringTag]"].includes(name);

function shape(reflection: DeclarationReflection, anchors: Anchors): string {
  const { kind, name, extendedTypes } = reflection;
  if (kind === ReflectionKind.TypeAlias) {
    const { type, generics } = declared(reflection);
    return type ? code(`type ${name}${generics} = ${unfolded(type)}`) : "";
  }
  const above = extendedTypes?.map(String).filter((each) => anchors.has(each)) ?? [];
  return above.length ? `Has all of ${above.map((each) => linked(each, anchors)).join(", ")} as well.` : "";
}

function method(owner: string, reflection: DeclarationReflection, anchors: Anchors, level: number): string {
  const [signature] = reflection.signatures ?? [];
  const heading = `${"#".repeat(level)} ${reflection.name} {#${owner === "Pages" ? "Pages." : ""}${reflection.name}}`;
  return signature ? [heading, callable(reflection, signature, anchors)].join("\n\n") : heading;
}

function callable(
  reflection: DeclarationReflection,
  signature: SignatureReflection,
  anchors: Anchors,
): string {
  const { parameters, returns } = signatureOf(reflection);
  const comment = signature.comment ?? reflection.comment;
  const described = (signature.parameters ?? []).filter((each) => each.comment?.summary.length);
  return [
    text(comment, anchors),
    code(`${reflection.name}(${parameters}): ${returns}`),
    ...described.map((each) => `- \`${each.name}\`: ${parts(each.comment?.summary ?? [], anchors)}`),
    throwsOf(comment, anchors),
    typesOf(`${parameters} ${returns}`, anchors),
    examples(comment),
  ]
    .filter(Boolean)
    .join("\n\n");
}

function signatureOf(reflection: DeclarationReflection) {
  const { parameters = [], type = "void" } = declared(reflection);
  const shown = parameters.map(({ name, type: of, optional }) => `${name}${optional ? "?" : ""}: ${of}`);
  const inline = shown.join(", ");
  return {
    parameters: inline.length > 70 ? `\n${shown.map((each) => `  ${each},`).join("\n")}\n` : inline,
    returns: type,
  };
}

function memberTable(properties: readonly DeclarationReflection[], anchors: Anchors): string {
  const rows = properties.map((each) => {
    const { type = "unknown", optional } = declared(each);
    const about = cell(parts(each.comment?.summary ?? [], anchors));
    return `| \`${each.name}${optional ? "?" : ""}\` | ${typeCell(type, anchors)} | ${about} |`;
  });
  return ["| name | type | what it is |", "|---|---|---|", ...rows].join("\n");
}

const typeCell = (type: string, anchors: Anchors) => {
  const shown = type.replace(/ \| undefined$/, "");
  return anchors.has(shown) ? linked(shown, anchors) : `\`${shown.replaceAll("|", "\\|")}\``;
};

/** Links to the types that a signature speaks of. */
function typesOf(signature: string, anchors: Anchors): string {
  const names = [...new Set(signature.match(/[A-Z]\w+/g) ?? [])].filter((name) => anchors.has(name));
  return names.length ? `Types: ${names.map((name) => linked(name, anchors)).join(", ")}.` : "";
}

/** A long union, a member a line. */
const unfolded = (type: string) =>
  type.length > 80 && !/[{(]/.test(type) ? `\n  | ${type.split(" | ").join("\n  | ")}` : type;

const text = (comment: Comment | undefined, anchors: Anchors) => parts(comment?.summary ?? [], anchors);

function throwsOf(comment: Comment | undefined, anchors: Anchors): string {
  const tags = comment?.blockTags.filter(({ tag }) => tag === "@throws") ?? [];
  return tags.map(({ content }) => `**Throws** ${parts(content, anchors)}`).join("\n\n");
}

const examples = (comment: Comment | undefined) =>
  (comment?.blockTags ?? [])
    .filter(({ tag }) => tag === "@example")
    .map(({ content }) => content.map((part) => part.text).join(""))
    .join("\n\n");

function parts(content: readonly CommentDisplayPart[], anchors: Anchors): string {
  return content
    .map((part) => {
      if (part.kind !== "inline-tag") return part.text;
      const target = part.target instanceof Reflection ? part.target : undefined;
      const owner = target?.parent?.isDeclaration() ? target.parent.name : undefined;
      if (target && owner && anchors.has(owner))
        return `[\`${part.text}\`](${anchors.get(owner)}.md#${target.name})`;
      return anchors.has(part.text) ? linked(part.text, anchors) : `\`${part.text}\``;
    })
    .join("")
    .trim();
}

const linked = (name: string, anchors: Anchors) => `[\`${name}\`](${anchors.get(name)}.md#${name})`;

const code = (source: string) => `\`\`\`ts\n${source}\n\`\`\``;

/** The first sentence of an export's text, for tables. */
export function firstSentence(reflection: DeclarationReflection | undefined, anchors: Anchors): string {
  const comment = reflection?.comment ?? reflection?.signatures?.[0]?.comment;
  const all = cell(text(comment, anchors));
  return /^.*?[.:](?=\s|$)/.exec(all)?.[0].replace(/:$/, ".") ?? all;
}
