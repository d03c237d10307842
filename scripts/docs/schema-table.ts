import { type Description, follow, refName, type Schema } from "../description/document.ts";
import { knownValues, openEnum } from "../description/schemas.ts";

interface Field {
  readonly name: string;
  readonly schema: Schema;
  readonly required: boolean;
}

/** A table of an object's fields, in Markdown. `link` says where a named schema is described. */
export function fieldTable(
  description: Description,
  schema: Schema,
  link: (name: string) => string | undefined,
): string {
  const rows = fieldsOf(description, schema).map(
    (field) =>
      `| \`${field.name}\` | ${typeOf(description, field.schema, link)} | ${whether(field)} | ${cell(aboutOf(description, field.schema))} |`,
  );
  return rows.length
    ? ["| field | type | needed | what it is |", "|---|---|---|---|", ...rows].join("\n")
    : "";
}

function fieldsOf(description: Description, schema: Schema): Field[] {
  const { allOf, properties = {}, required = [] } = follow(description, schema);
  const inherited = allOf?.flatMap((each) => fieldsOf(description, each)) ?? [];
  const own = Object.entries(properties).flatMap(([name, field]) =>
    typeof field === "boolean" ? [] : [{ name, schema: field, required: required.includes(name) }],
  );
  return [...inherited, ...own];
}

const whether = ({ required, schema }: Field) =>
  [required ? "required" : "optional", ...(schema.writeOnly ? ["**write-only**"] : [])].join(", ");

export function typeOf(
  description: Description,
  schema: Schema,
  link: (name: string) => string | undefined,
): string {
  const name = refName(schema);
  const href = name && link(name);
  if (href) return `[${name}](${href})`;
  const { type, items, anyOf, oneOf, allOf, additionalProperties, format } = follow(description, schema);
  if (openEnum(schema)) return "string";
  const choices = anyOf ?? oneOf;
  if (choices) return choices.map((each) => typeOf(description, each, link)).join(" or ");
  if (allOf?.[0]) return typeOf(description, allOf[0], link);
  const types = [type ?? "any"].flat();
  const shown = types.map((each) => {
    if (each === "array" && items) return `list of ${typeOf(description, items, link)}`;
    if (each === "object" && typeof additionalProperties === "object")
      return `map of ${typeOf(description, additionalProperties, link)}`;
    return each;
  });
  return shown.join(" or ") + (format && format !== "password" ? ` (${format})` : "");
}

function aboutOf(description: Description, schema: Schema): string {
  const own = follow(description, schema);
  const text = schema.description ?? own.description ?? "";
  const { minimum, maximum, maxItems } = own;
  const range =
    minimum !== undefined && maximum !== undefined
      ? `From ${minimum} to ${maximum}.`
      : minimum !== undefined
        ? `At least ${minimum}.`
        : maxItems !== undefined
          ? `At most ${maxItems}.`
          : "";
  const known = knownValues(own)?.map((each) => `\`${each}\``);
  const values = known ? `One of ${known.join(", ")}.` : "";
  const open = openEnum(own) ? "The API can add values." : "";
  const preset = own.default === undefined ? "" : `Default \`${JSON.stringify(own.default)}\`.`;
  return [text, values, open, range, preset].filter(Boolean).join(" ");
}

/** Text for a cell of a table: on one line, with lists run in. */
export const cell = (text: string): string =>
  text
    .replace(/\n+\s*- /g, " · ")
    .replace(/\s*\n\s*/g, " ")
    .replaceAll("|", "\\|");
