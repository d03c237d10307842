/** First line of every generated file that can hold a comment. */
export const notice = "Generated from spec/ by `npm run generate`. Edit the description, not this file.";

const width = 110;

/** An exported constant with its comment, of the narrowest type, and checked against a wider one if there is one. */
export function constant(name: string, value: unknown, meaning: string, type?: string): string {
  const start = `export const ${name} = `;
  const end = `${typeof value === "string" ? "" : " as const"}${type ? ` satisfies ${type}` : ""}`;
  return `/** ${meaning} */\n${start}${literal(value, "", start.length + end.length)}${end};\n`;
}

/** A value as TypeScript source: on one line where it fits, else a line for each member. */
export function literal(value: unknown, indent = "", taken = 0): string {
  const flat = oneLine(value);
  if (indent.length + taken + flat.length < width) return flat;
  const deeper = `${indent}  `;
  if (Array.isArray(value)) {
    return `[\n${value.map((item) => `${deeper}${literal(item, deeper)},\n`).join("")}${indent}]`;
  }
  if (typeof value !== "object" || value === null) return flat;
  const lines = Object.entries(value).map(([key, item]) => {
    const name = `${keyOf(key)}: `;
    return `${deeper}${name}${literal(item, deeper, name.length)},\n`;
  });
  return `{\n${lines.join("")}${indent}}`;
}

function oneLine(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(oneLine).join(", ")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const members = Object.entries(value).map(([key, item]) => `${keyOf(key)}: ${oneLine(item)}`);
  return members.length === 0 ? "{}" : `{ ${members.join(", ")} }`;
}

function keyOf(key: string): string {
  return /^[A-Za-z_$][\w$]*$/.test(key) || /^[1-9]\d*$/.test(key) ? key : JSON.stringify(key);
}
