import type { Description, Schema } from "../description/document.ts";
import { knownValues } from "../description/schemas.ts";
import type { Page } from "./page.ts";
import { fieldTable, typeOf } from "./schema-table.ts";

/** The shapes that are sent and answered, from the description: TypeScript has the same names and fields. */
export function modelsPage(description: Description): Page {
  const schemas = Object.entries(description.components.schemas ?? {}) as [string, Schema][];
  schemas.sort(([one], [other]) => one.localeCompare(other));
  const link = (name: string) => `#${name}`;
  const sections = schemas.map(([name, schema]) => {
    const table = fieldTable(description, schema, link);
    const values = knownValues(schema)
      ?.map((each) => `\`${each}\``)
      .join(", ");
    return [
      `## ${name} {#${name}}`,
      schema.description ?? "",
      table || `A ${typeOf(description, schema, link)}${values ? `: ${values}` : ""}.`,
    ].join("\n\n");
  });
  return {
    path: "sdk/models",
    source: "sdk/models.md",
    title: "Models",
    summary: "The shapes that are sent and answered, field by field.",
    section: "SDK reference",
    markdown: [
      "# Models",
      "What is sent and what is answered, field by field, under the API's own names. Most of these can be imported as types:",
      '```ts\nimport type { Mount, MountRequest, MountUpdate, Sandbox, SandboxCreate, SandboxStatus } from "leap0-fetch";\n```',
      'Every schema is also in `components["schemas"]`. A **write-only** field is sent and never answered.',
      ...sections,
    ].join("\n\n"),
  };
}
