import { readFile, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import { Ajv2020 } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import document from "../../src/generated/openapi.json" with { type: "json" };
import { command, out } from "./matrix.ts";

export interface Finding {
  readonly rule: string;
  readonly severity: "error" | "warning";
  readonly message: string;
}

/** Rules whose findings stay, by what they would change. Anything else that a validator finds is a problem. */
export const accepted: readonly [reason: string, rules: readonly string[]][] = [
  ["The API's own paths end with a slash.", ["path-keys-no-trailing-slash"]],
  [
    "Names, values and shapes are the API's: another spelling would be another API.",
    [
      "ibm-enum-casing-convention",
      "ibm-parameter-casing-convention",
      "ibm-schema-type-format",
      "ibm-required-array-properties-in-response",
      "ibm-no-nullable-properties",
      "ibm-error-response-schemas",
      "ibm-use-date-based-format",
      "ibm-collection-array-property",
      "ibm-pagination-style",
      "ibm-patch-request-content-type",
      "ibm-no-ambiguous-paths",
    ],
  ],
  [
    "The API documents no such bounds; ones that are made up would reject what it accepts.",
    ["ibm-integer-attributes", "ibm-string-attributes", "ibm-array-attributes", "ibm-anchored-patterns"],
  ],
  [
    "House style of its maker: operation ids in snake case, shared parameters on the path, no inline maps.",
    [
      "ibm-operationid-casing-convention",
      "ibm-operationid-naming-convention",
      "ibm-avoid-repeating-path-parameters",
      "ibm-avoid-inline-schemas",
    ],
  ],
];

const kept = new Set(accepted.flatMap(([, rules]) => rules));

/** Each takes a file below `out/`. */
const validators: Readonly<Record<string, (file: string) => Promise<Finding[]>>> = {
  async Spectral(file) {
    await writeFile(join(out, "spectral.json"), JSON.stringify({ extends: ["spectral:oas"] }));
    const { stdout } = await command(
      `spectral lint out/${file} --ruleset out/spectral.json --format json --quiet`,
    );
    const found = JSON.parse(stdout) as { code: string; severity: number; message: string }[];
    return found.map(({ code, severity, message }) => ({
      rule: code,
      severity: severity === 0 ? "error" : "warning",
      message,
    }));
  },
  async "IBM OpenAPI validator"(file) {
    const { stdout } = await command(`lint-openapi out/${file} --ruleset default --json`);
    type Results = { readonly results: readonly { readonly rule: string; readonly message: string }[] };
    const found = JSON.parse(stdout) as Readonly<Record<"error" | "warning", Results>>;
    // Its house style comes as errors: what is accepted here counts as a warning.
    return (["error", "warning"] as const).flatMap((severity) =>
      found[severity].results.map(({ rule, message }) => ({
        rule,
        severity: kept.has(rule) ? "warning" : severity,
        message,
      })),
    );
  },
  async "Scalar's parser"(file) {
    const { validate } = await installed("@scalar/openapi-parser");
    const { errors = [] } = await validate(await readFile(join(out, file), "utf8"));
    return errors.map(({ message }: Error) => ({ rule: "schema", severity: "error", message }));
  },
  async "swagger-parser"(file) {
    const { default: SwaggerParser } = await installed("@apidevtools/swagger-parser");
    return SwaggerParser.validate(join(out, file)).then(
      () => [],
      ({ message }: Error) => [{ rule: "schema", severity: "error", message }],
    );
  },
};

export interface Verdict {
  readonly name: string;
  readonly warnings: number;
  readonly problems: readonly string[];
}

/** What each validator finds in the description, beyond what is accepted; and whether it objects to one that is wrong. */
export async function validateAll(): Promise<Verdict[]> {
  const wrong = structuredClone(document);
  Object.assign(wrong.paths["/v1/sandboxes"].get.responses, { 200: { content: [] } });
  await writeFile(join(out, "wrong.json"), JSON.stringify(wrong));
  const verdicts: Verdict[] = [];
  for (const [name, validator] of Object.entries(validators)) {
    const found = await validator("openapi.json");
    const problems = found
      .filter(({ rule, severity }) => severity === "error" || !kept.has(rule))
      .map(({ rule, message }) => `${rule}: ${message}`);
    const objects = (await validator("wrong.json")).some(({ severity }) => severity === "error");
    verdicts.push({
      name,
      warnings: found.length - problems.length,
      problems: [...problems, ...(objects ? [] : ["it does not object to a response without a description"])],
    });
  }
  return [...verdicts, { name: "openapi-sampler", warnings: 0, problems: await samples() }];
}

/** The sample that openapi-sampler makes of each schema is valid. */
async function samples(): Promise<string[]> {
  const { sample } = await installed("openapi-sampler");
  const ajv = new Ajv2020({ strict: false, logger: false });
  addFormats(ajv);
  ajv.addSchema({ ...document, $id: "description" });
  return Object.entries(document.components.schemas).flatMap(([name, schema]) => {
    const value = sample(schema, {}, document);
    if (ajv.validate(`description#/components/schemas/${name}`, value)) return [];
    return [`${name}: ${ajv.errorsText()} in ${JSON.stringify(value)}`];
  });
}

// They are installed here, and only when this runs: the project's own types do not know them.
// biome-ignore lint/suspicious/noExplicitAny: see above.
const installed = async (name: string): Promise<any> => import(createRequire(import.meta.url).resolve(name));
