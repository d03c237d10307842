import fc from "fast-check";
import { BadRequestError } from "leap0-fetch";
import { expect, test } from "vitest";
import { clientOf } from "../../support/client.ts";
import { rejectionOf } from "../../support/rejection.ts";
import { shown } from "../../support/shown.ts";

/** A piece this long of a secret counts as the secret. */
const PIECE = 8;
const pieces = (secret: string): string[] =>
  secret.length <= PIECE
    ? [secret]
    : Array.from({ length: secret.length - PIECE + 1 }, (_, from) => secret.slice(from, from + PIECE));
const showsPiece = (text: string, secret: string) => pieces(secret).some((piece) => text.includes(piece));

/** Marks of our own in what is shown, which a secret may look like by chance. */
const OURS = "[redacted] undefined secret_access_key access_key_id";
const secret = fc
  .oneof(
    fc.string({ minLength: PIECE, maxLength: 60 }),
    fc.string({ unit: "grapheme", minLength: PIECE, maxLength: 30 }),
    fc.base64String({ minLength: 40, maxLength: 40 }),
    fc.string({ unit: fc.constantFrom("a", "b", "/", "+", "%"), minLength: PIECE, maxLength: 20 }),
  )
  .filter((text) => !showsPiece(OURS, text));

/** A JSON value with the secret at some places of it: as a text, in a text, in a key. */
const bodyWith = (...texts: string[]) => {
  const text = fc
    .tuple(fc.string({ maxLength: 9 }), fc.constantFrom("", ...texts), fc.string({ maxLength: 9 }))
    .map((parts) => parts.join(""));
  return fc.letrec<{ value: unknown }>((tie) => ({
    value: fc.oneof(
      { maxDepth: 5 },
      text,
      fc.integer(),
      fc.constant(null),
      fc.array(tie("value"), { maxLength: 4 }),
      fc.dictionary(text, tie("value"), { maxKeys: 4 }),
    ),
  })).value;
};

/** Has the client send a secret, and the API return 400 with this body. */
async function rejection(secretField: string, body: string): Promise<BadRequestError> {
  const { mounts } = clientOf(() => new Response(body, { status: 400 }), { rateLimit: false });
  return rejectionOf(mounts.update("a", "b", { secret_access_key: secretField }), BadRequestError);
}

test("no piece of a secret is in the error, wherever a JSON response has it", async () => {
  await fc.assert(
    fc.asyncProperty(
      secret.chain((text) => {
        const parts = [text.slice(0, 12), text.slice(-12), text.slice(2, 12), text.slice(1, -1)];
        return fc.tuple(fc.constant(text), bodyWith(text, encodeURIComponent(text), text + text, ...parts));
      }),
      async ([text, body]) => {
        const error = await rejection(text, JSON.stringify({ message: "no", body }));
        for (const each of textsOf(error.body)) expect(showsPiece(each, text), each).toBe(false);
        expect(shown(error)).not.toContain(text);
      },
    ),
    { numRuns: 150 },
  );
});

/** Every key and text of a value: each by itself, since the marks that JSON puts between them may look like a piece. */
const textsOf = (value: unknown): string[] =>
  typeof value !== "object" || value === null
    ? [String(value)]
    : Object.entries(value).flatMap(([key, each]) => [key, ...textsOf(each)]);

test("no piece of a secret is in the error, wherever a plain-text response has it", async () => {
  await fc.assert(
    fc.asyncProperty(secret, fc.string(), fc.string(), async (text, before, after) => {
      const error = await rejection(text, `<p>${before}${text}${after}${text.slice(1)}</p>`);
      expect(showsPiece(String(error.body), text)).toBe(false);
      expect(showsPiece(error.message, text)).toBe(false);
    }),
    { numRuns: 150 },
  );
});

test("a secret shorter than a piece is taken out as a whole", async () => {
  await fc.assert(
    fc.asyncProperty(fc.string({ minLength: 1, maxLength: PIECE - 1 }), fc.string(), async (text, around) => {
      fc.pre(!"[redacted]".includes(text));
      const { body } = await rejection(text, `${around} ${text} ${around}`);
      // JSON of its own, such as a number, is compared as the text it was.
      expect(String(body).replaceAll("[redacted]", "\0").includes(text)).toBe(false);
    }),
    { numRuns: 150 },
  );
});

test("a response that has nothing of the secret comes through unchanged", async () => {
  await fc.assert(
    fc.asyncProperty(secret, fc.jsonValue(), async (text, value) => {
      const json = JSON.stringify({ value });
      fc.pre(!showsPiece(json, text) && !textsOf(value).some((each) => showsPiece(each, text)));
      const { body } = await rejection(text, json);
      expect(body).toEqual(JSON.parse(json));
    }),
    { numRuns: 150 },
  );
});
