import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { stringify } from "yaml";
import { redocly } from "../redocly.ts";
import {
  type Body,
  type Description,
  DescriptionError,
  type Facts,
  follow,
  type OperationObject,
  type OrReference,
  type Parameter,
  type PathItem,
  type Schema,
} from "./document.ts";

/** The description as `npm run generate` bundled it last. */
export const readDescription = async (root: string): Promise<Description> =>
  JSON.parse(await readFile(join(root, "src/generated/openapi.json"), "utf8"));

/** The same as YAML, for the package and the docs. */
export const toYaml = (description: Description): string => stringify(description, { lineWidth: 0 });

/** Bundles the files in `spec/` into one document. */
export async function bundle(root: string, entry = "spec/openapi.yaml"): Promise<Description> {
  const { code, stdout, stderr } = await redocly(["bundle", entry, "--ext", "json"], root);
  if (code !== 0) throw new DescriptionError([`${entry} cannot be bundled:\n${stderr}`]);
  return JSON.parse(stdout) as Description;
}

/** One operation, with its references followed. */
export interface Operation {
  readonly id: string;
  readonly method: string;
  readonly path: string;
  readonly parameters: readonly Parameter[];
  /** The schema of its JSON request body. */
  readonly body?: Schema;
  /** The schema of the JSON body by status, `default` included; `undefined` for a response without a body. */
  readonly responses: Readonly<Record<string, Schema | undefined>>;
  readonly facts?: Facts | undefined;
}

const methods = ["get", "put", "post", "delete", "options", "head", "patch", "trace"];

/** All operations, sorted by id. */
export function operationsOf(description: Description): readonly Operation[] {
  const operations: Operation[] = [];
  const unnamed: string[] = [];
  for (const [path, item] of Object.entries(description.paths)) {
    for (const method of methods) {
      const operation = item[method] as OperationObject | undefined;
      if (operation === undefined) continue;
      if (operation.operationId === undefined)
        unnamed.push(`${method.toUpperCase()} ${path}: give it an operationId`);
      else operations.push(read(description, operation, method, path, item));
    }
  }
  if (unnamed.length > 0) throw new DescriptionError(unnamed);
  return operations.sort((a, b) => (a.id < b.id ? -1 : 1));
}

function read(
  description: Description,
  operation: OperationObject,
  method: string,
  path: string,
  item: PathItem,
): Operation {
  const json = (body: OrReference<Body>) => follow(description, body).content?.["application/json"]?.schema;
  const body = operation.requestBody && json(operation.requestBody);
  const responses = Object.entries(operation.responses ?? {});
  return {
    id: operation.operationId,
    method: method.toUpperCase(),
    path,
    parameters: [...(item.parameters ?? []), ...(operation.parameters ?? [])].map((parameter) =>
      follow(description, parameter),
    ),
    ...(body ? { body } : {}),
    responses: Object.fromEntries(responses.map(([status, response]) => [status, json(response)])),
    facts: operation["x-leap0"],
  };
}
