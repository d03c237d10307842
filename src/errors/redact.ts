import { secretFields } from "../generated/operations.ts";

const MASK = "[redacted]";
/** A piece of a secret this long is a secret too: servers cut what they echo. */
const PIECE = 8;
const MAX_DEPTH = 99;

/** Takes secrets out of whatever came back from outside: what an API echoes, what a platform puts in its errors. */
export interface Redactor {
  text(text: string): string;
  /** A copy of a decoded body. Fields that the description marks as secret are masked whatever they hold. */
  body(value: unknown): unknown;
  headers(headers: Headers): Headers;
  /** A copy of an error with its message, code and causes, and nothing else that may hang on it. */
  cause(error: unknown): unknown;
}

export function redactor(secrets: readonly string[]): Redactor {
  const known = [...new Set(secrets.flatMap(formsOf))].filter(Boolean);
  const text = masker(known);

  const body = (value: unknown, depth = 0): unknown => {
    if (typeof value === "string") return text(value);
    // A number or a boolean can be an echo as well: someone's key may be all digits.
    if (typeof value !== "object" || value === null) return known.includes(String(value)) ? MASK : value;
    if (depth > MAX_DEPTH) return MASK;
    if (Array.isArray(value)) return value.map((each) => body(each, depth + 1));
    return Object.fromEntries(
      Object.entries(value).map(([key, each]) => [
        text(key),
        secretFields.includes(key) ? MASK : body(each, depth + 1),
      ]),
    );
  };

  const cause = (error: unknown, depth = 0): unknown => {
    if (typeof error === "string") return text(error);
    try {
      const { name, message, stack, code, cause: deeper } = error as Error & { code?: unknown };
      const copy = new Error(text(message), deeper && depth < 9 ? { cause: cause(deeper, depth + 1) } : {});
      Object.assign(copy, { name: text(name), stack: text(stack ?? "") });
      return typeof code === "string" ? Object.assign(copy, { code: text(code) }) : copy;
    } catch {
      // Not an error, or one that cannot be read.
      return undefined;
    }
  };

  return {
    text,
    body,
    headers: (headers) =>
      new Headers([...headers].map(([name, value]): [string, string] => [name, text(value)])),
    cause,
  };
}

/** The values of secret fields anywhere in a request body, as it was sent. */
export function secretsIn(json: string | undefined): string[] {
  const found: string[] = [];
  if (json)
    JSON.parse(json, (key, value) => {
      if (secretFields.includes(key)) found.push(String(value));
    });
  return found;
}

/** Finds every piece of a secret and masks as much as belongs to it; quick where a long text holds none. */
function masker(secrets: readonly string[]): (text: string) => string {
  if (!secrets.length) return (text) => text;
  const pieces = new Set(
    secrets.flatMap(piecesOf).map((piece) => piece.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&")),
  );
  const piece = new RegExp([...pieces].join("|"), "g");
  return (text) => {
    let masked = "";
    let from = 0;
    piece.lastIndex = 0;
    for (let found = piece.exec(text); found; found = piece.exec(text)) {
      const { index } = found;
      const to = Math.max(...secrets.map((secret) => endOf(secret, text, index)));
      masked += text.slice(from, index) + MASK;
      piece.lastIndex = from = to;
    }
    return masked + text.slice(from);
  };
}

/** What is enough to know a secret by: any eight characters of it in a row, or all where there are fewer. */
const piecesOf = (secret: string): string[] =>
  Array.from({ length: Math.max(1, secret.length - PIECE + 1) }, (_, from) =>
    secret.slice(from, from + PIECE),
  );

/** Where a piece of the secret ends that begins here, taken as long as it goes. */
function endOf(secret: string, text: string, from: number): number {
  let to = from + Math.min(secret.length, PIECE);
  if (!secret.includes(text.slice(from, to))) return 0;
  while (to < text.length && secret.includes(text.slice(from, to + 1))) to++;
  return to;
}

/** A secret as it may come back: as it is, inside a JSON text, inside JSON inside JSON, inside a URL. */
function formsOf(secret: string): string[] {
  const inJson = (text: string) => JSON.stringify(text).slice(1, -1);
  const forms = [secret, inJson(secret), inJson(inJson(secret))];
  try {
    return [...forms, encodeURIComponent(secret)];
  } catch {
    return forms; // a lone surrogate, which a URL cannot hold
  }
}
