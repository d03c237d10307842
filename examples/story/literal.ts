/** Text of a value as TypeScript has it; a string that must not be seen is replaced by what `shown` gives for it. */
export type Shown = (text: string) => string | undefined;

/** A call as one would write it: on one line where it fits, else with a line for each field of its last argument. */
export function callLines(callee: string, given: readonly unknown[], width: number, shown: Shown): string[] {
  const inline = (value: unknown) => pieces(value, shown).join(" ");
  const oneLine = `${callee}(${given.map(inline).join(", ")});`;
  const fields = given.at(-1);
  if (oneLine.length <= width || !isObject(fields)) return [oneLine];
  const before = given.slice(0, -1).map((value) => `${inline(value)}, `);
  return [
    `${callee}(${before.join("")}{`,
    ...Object.entries(fields).map(([name, value]) => `  ${keyText(name)}: ${inline(value)},`),
    "});",
  ];
}

/** A value, its lines filled up to the width. */
export function packedLines(value: unknown, width: number, shown: Shown): string[] {
  return fill(pieces(value, shown), width);
}

/** Words on as many lines as they need; all but the first are indented. */
export function fill(words: readonly string[], width: number): string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of words) {
    if (line && line.length + 1 + word.length > width) {
      lines.push(line);
      line = `  ${word}`;
    } else line = line ? `${line} ${word}` : word;
  }
  return [...lines, line];
}

/** The parts between which a line may end. */
function pieces(value: unknown, shown: Shown): string[] {
  if (typeof value === "string") return [shown(value) ?? JSON.stringify(value)];
  if (typeof value !== "object" || value === null) return [String(value)];
  const parts = Array.isArray(value)
    ? value.map((each) => pieces(each, shown))
    : Object.entries(value).map(([name, each]) => around(`${keyText(name)}: `, pieces(each, shown), ""));
  if (!parts.length) return [Array.isArray(value) ? "[]" : "{}"];
  const listed = parts.flatMap((part, at) => around("", part, at < parts.length - 1 ? "," : ""));
  return Array.isArray(value) ? around("[", listed, "]") : around("{ ", listed, " }");
}

function around(before: string, parts: readonly string[], after: string): string[] {
  const last = parts.length - 1;
  return parts.map((part, at) => (at === 0 ? before : "") + part + (at === last ? after : ""));
}

const keyText = (name: string) => (/^[a-z_$][\w$]*$/i.test(name) ? name : JSON.stringify(name));

const isObject = (value: unknown): value is object =>
  typeof value === "object" && value !== null && !Array.isArray(value);
