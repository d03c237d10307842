import { secretFields } from "../generated/operations.ts";
import { createSecretFinder } from "./secret-finder.ts";

const MASK = "[redacted]";

/**
 * Takes secrets out of all text from outside: what an API echoes, what a platform puts into its errors. One for a
 * client, so that it knows every secret that the client has used, not those of one call alone.
 */
export interface Redactor {
  remember(secret: string): void;
  /** Remembers the values of secret fields anywhere in a request body, as it is sent. */
  rememberBody(json: string | undefined): void;
  text(text: string): string;
  /** Any value as a short piece of a message: without secrets, cut, on one line. */
  excerpt(value: unknown): string;
  /** A copy of a decoded body. Fields that the description marks as secret are redacted whatever they hold. */
  body(value: unknown): unknown;
  headers(headers: Headers): Headers;
  /** A copy of an error with its message, code and causes, and nothing else that may hang on it. */
  cause(error: unknown): unknown;
}

export function createRedactor(): Redactor {
  const finder = createSecretFinder();
  // More of a text is cut: nobody reads it, and to search it takes time.
  const text = (given: string): string => finder.replace(given.slice(0, 2 ** 20), MASK);

  const body = (value: unknown, depth = 0): unknown => {
    if (typeof value === "string") return text(value);
    // A number can be an echo as well: a key may be all digits.
    if (typeof value !== "object" || value === null) return text(`${value}`) === `${value}` ? value : MASK;
    if (depth > 99) return MASK;
    if (Array.isArray(value)) return value.map((each) => body(each, depth + 1));
    return Object.fromEntries(
      Object.entries(value).map(([key, each]) => [
        text(key),
        secretFields.includes(key.toLowerCase()) ? MASK : body(each, depth + 1),
      ]),
    );
  };

  const cause = (error: unknown, depth = 0): unknown => {
    if (typeof error === "string") return excerpt(text(error));
    try {
      const { name, message, stack, code, cause: deeper } = error as Error & { code?: unknown };
      const copy = new Error(
        excerpt(text(message)),
        deeper && depth < 9 ? { cause: cause(deeper, depth + 1) } : {},
      );
      const lines = text(stack ?? "").slice(0, 9_999);
      const fields = { name: excerpt(text(name)), stack: lines.replace(/[^\P{C}\n]/gu, " ") };
      return Object.assign(copy, fields, typeof code === "string" && { code: excerpt(text(code)) });
    } catch {
      // Not an error, or one that cannot be read.
      return undefined;
    }
  };

  const remember = (value: unknown) => {
    if (typeof value === "object" && value) for (const each of Object.values(value)) remember(each);
    else if (value != null) finder.remember(`${value}`);
  };

  return {
    remember,
    rememberBody(json) {
      if (json && secretFields.some((name) => json.includes(name)))
        JSON.parse(json, (key, value) => {
          if (secretFields.includes(key)) remember(value);
          return value;
        });
    },
    text,
    excerpt: (value) =>
      excerpt(text(typeof value === "string" ? value : (JSON.stringify(value) ?? `${value}`))),
    body,
    headers: (headers) =>
      new Headers(
        [...headers].map(([name, value]): [string, string] => [
          text(name) === name ? name : "redacted",
          text(value),
        ]),
      ),
    cause,
  };
}

/** On one line and cut: a terminal obeys control characters, and an error page may be long. */
export const excerpt = (text: string, longest = 500): string => {
  const line = text.slice(0, longest + 1).replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, " ");
  return text.length > longest ? `${line.slice(0, longest)}…` : line;
};
