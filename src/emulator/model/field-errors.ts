import type { components } from "../../generated/schema.ts";
import { requestFields } from "../description.ts";

/** One field that is not valid. A nested field is written with dots and indexes: `mounts.0.bucket`. */
export type FieldError = components["schemas"]["FieldError"];

/** What the emulator reads of an error that a compiled validator reports. */
export interface SchemaError {
  readonly instancePath: string;
  readonly keyword: string;
  readonly params: Readonly<Record<string, unknown>>;
}

/** The name for the body as a whole, when no single field is at fault. */
export const WHOLE_BODY = "body";

const MOST = 20;
/** Of a body with a million wrong entries, these show what is wrong. */
const MOST_READ = 1000;

/**
 * The validators' errors in the API's form. Neither the name nor the text repeats anything that was sent: a field is
 * named only when the description knows the name, so that a secret sent as a key does not come back either.
 */
export function fieldErrors(errors: readonly SchemaError[], whole: string = WHOLE_BODY): FieldError[] {
  const choices = new Set<string>();
  for (const { keyword, instancePath } of errors) if (keyword === "anyOf") choices.add(instancePath);
  const found = new Map<string, FieldError>();
  for (const error of errors.slice(0, MOST_READ)) {
    if (isAboutBranch(error, choices)) continue;
    const path = pathOf(error);
    const unknown = path.findIndex((segment) => !isKnown(segment));
    const where = (unknown === -1 ? path : path.slice(0, unknown)).join(".") || whole;
    const text = unknown === -1 ? textOf(error) : `has an entry that ${textOf(error)}`;
    found.set(`${where} ${text}`, { field: where, error: text });
    if (found.size === MOST) break;
  }
  return [...found.values()];
}

/** A field that may be null is described as a choice: the errors of the object are the ones that help. */
function isAboutBranch(
  { keyword, params, instancePath }: SchemaError,
  choices: ReadonlySet<string>,
): boolean {
  const isNull = keyword === "type" && params.type === "null";
  return keyword === "anyOf" || keyword === "if" || (isNull && choices.has(instancePath));
}

function pathOf(error: SchemaError): string[] {
  const path = error.instancePath
    .split("/")
    .slice(1)
    .map((segment) => segment.replaceAll("~1", "/").replaceAll("~0", "~"));
  const missing = error.params.missingProperty;
  return error.keyword === "required" && typeof missing === "string" ? [...path, missing] : path;
}

function isKnown(segment: string): boolean {
  return requestFields.has(segment) || /^\d{1,3}$/.test(segment);
}

type Params = SchemaError["params"];
const notShorter = ({ limit }: Params) => `must not be shorter than ${limit}`;
const notLonger = ({ limit }: Params) => `must not be longer than ${limit}`;
const notKnown = () => "has a property that is not known here";

/** What each keyword of the description demands. Every number and pattern stands in the description, not in the request. */
const TEXTS: Readonly<Record<string, (params: Params) => string>> = {
  required: () => "is required",
  type: ({ type }) => `must be ${[type].flat().join(" or ")}`,
  enum: ({ allowedValues }) => `must be one of ${[allowedValues].flat().join(", ")}`,
  format: ({ format }) => `must be a valid ${format}`,
  pattern: ({ pattern }) => PATTERNS[String(pattern)] ?? `must match ${pattern}`,
  minimum: ({ limit }) => `must be at least ${limit}`,
  maximum: ({ limit }) => `must be at most ${limit}`,
  multipleOf: ({ multipleOf }) => `must be a multiple of ${multipleOf}`,
  minLength: notShorter,
  minItems: notShorter,
  minProperties: notShorter,
  maxLength: notLonger,
  maxItems: notLonger,
  maxProperties: notLonger,
  "false schema": () => "is not accepted here",
  additionalProperties: notKnown,
  unevaluatedProperties: notKnown,
};

function textOf({ keyword, params }: SchemaError): string {
  return TEXTS[keyword]?.(params) ?? "is not allowed in this form";
}

/** The description's patterns in words. One that is missing here is shown as it is. */
const PATTERNS: Readonly<Record<string, string>> = {
  "^[/]": "must be an absolute path: it begins with /",
  "[/]$": "must end with /",
  "^$|[/]$": "must end with /, or be empty to clear it",
  "^https?:[/][/]": "must begin with http:// or https://",
};
