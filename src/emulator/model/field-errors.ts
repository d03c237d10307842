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

/** What each keyword of the description demands. Every number and pattern stands in the description, not in the request. */
function textOf({ keyword, params }: SchemaError): string {
  switch (keyword) {
    case "required":
      return "is required";
    case "type":
      return `must be ${[params.type].flat().join(" or ")}`;
    case "enum":
      return `must be one of ${(params.allowedValues as unknown[]).join(", ")}`;
    case "format":
      return `must be a valid ${params.format}`;
    case "pattern":
      return PATTERNS[String(params.pattern)] ?? `must match ${params.pattern}`;
    case "minimum":
      return `must be at least ${params.limit}`;
    case "maximum":
      return `must be at most ${params.limit}`;
    case "multipleOf":
      return `must be a multiple of ${params.multipleOf}`;
    case "minLength":
    case "minItems":
    case "minProperties":
      return `must not be shorter than ${params.limit}`;
    case "maxLength":
    case "maxItems":
    case "maxProperties":
      return `must not be longer than ${params.limit}`;
    case "false schema":
      return "is not accepted here";
    case "additionalProperties":
    case "unevaluatedProperties":
      return "has a property that is not known here";
    default:
      return "is not allowed in this form";
  }
}

/** The description's patterns in words. One that is missing here is shown as it is. */
const PATTERNS: Readonly<Record<string, string>> = {
  "^[/]": "must be an absolute path: it begins with /",
  "[/]$": "must end with /",
  "^$|[/]$": "must end with /, or be empty to clear it",
  "^https?:[/][/]": "must begin with http:// or https://",
};
