import { type DeclarationReflection, ReflectionKind } from "typedoc";

/** The exports that say nothing of themselves, and the methods and options among their members. */
export function undocumented(exports: readonly DeclarationReflection[]): string[] {
  return exports.flatMap((each) => {
    if (fromDescription(each)) return [];
    const members = (each.children ?? []).filter(
      (member) => !member.inheritedFrom && isDemanded(each, member),
    );
    const bare = [each, ...members].filter((one) => !hasText(one));
    return bare.map((one) => (one === each ? each.name : `${each.name}.${one.name}`));
  });
}

/** Types that are made from the description have their texts there. */
const fromDescription = ({ sources = [] }: DeclarationReflection) =>
  sources.some(({ fileName }) => fileName.includes("generated/"));

const isDemanded = (owner: DeclarationReflection, member: DeclarationReflection) =>
  /Options$|^Limits$|^RateLimit$/.test(owner.name) ||
  (member.kind === ReflectionKind.Method &&
    owner.kind === ReflectionKind.Class &&
    // A list is a promise: what these do is known.
    !["then", "catch", "finally"].includes(member.name));

const hasText = (one: DeclarationReflection) =>
  [one, ...(one.signatures ?? [])].some(({ comment }) => comment?.summary.some(({ text }) => text.trim()));
