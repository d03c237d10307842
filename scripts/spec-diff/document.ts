import { readFile } from "node:fs/promises";
import { parse } from "yaml";

export type Fields = Readonly<Record<string, unknown>>;

/** An OpenAPI description, as far as it is compared. */
export interface Document {
  readonly openapi: string;
  readonly paths: Readonly<Record<string, Fields>>;
  readonly [name: string]: unknown;
}

/** Reads a description, YAML or JSON, from a file or over http(s). */
export async function readDocument(source: string): Promise<Document> {
  const text = /^https?:\/\//i.test(source) ? await download(source) : await readFile(source, "utf8");
  // JSON is YAML as well.
  const value: unknown = parse(text);
  if (!isFields(value) || !isFields(value.paths) || typeof value.openapi !== "string")
    throw new Error(`${source} is no OpenAPI 3 description`);
  return value as Document;
}

async function download(url: string): Promise<string> {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${url} answered ${response.status}`);
  return response.text();
}

export const isFields = (value: unknown): value is Fields =>
  typeof value === "object" && value !== null && !Array.isArray(value);

export const fieldsOf = (value: unknown): Fields => (isFields(value) ? value : {});

/** What a `$ref` within the document points to; anything else as it is. Siblings of the `$ref` win. */
export function resolve(document: Document, value: unknown): Fields {
  const seen = new Set<string>();
  let found = fieldsOf(value);
  let beside: Fields = {};
  while (typeof found.$ref === "string") {
    const { $ref, ...rest } = found;
    if (seen.has($ref)) throw new Error(`${$ref} refers to itself`);
    seen.add($ref);
    beside = { ...rest, ...beside };
    found = fieldsOf(at(document, $ref));
  }
  return { ...found, ...beside };
}

function at(document: Document, ref: string): unknown {
  if (!ref.startsWith("#/")) throw new Error(`${ref} leads out of the file: bundle the description first`);
  const names = ref
    .slice(2)
    .split("/")
    .map((name) => decodeURIComponent(name).replaceAll("~1", "/").replaceAll("~0", "~"));
  const found = names.reduce<unknown>((value, name) => fieldsOf(value)[name], document);
  if (found === undefined) throw new Error(`${ref} leads nowhere`);
  return found;
}
