import { AuthenticationError, BadRequestError, NotFoundError } from "leap0-fetch";
import { expect, test } from "vitest";
import { clientOf, json } from "../../support/client.ts";
import { mount, mountRequest } from "../../support/fixtures.ts";
import { rejectionOf } from "../../support/rejection.ts";
import { shown } from "../../support/shown.ts";

const SECRET = 'kEy+Äß/9f3c1"d7\\a5==tail';
const bytes = (text: string) => Buffer.from(text);
const eachCharacter = (write: (code: number) => string) => (text: string) =>
  Array.from(text, (character) => write(character.codePointAt(0) ?? 0)).join("");

/** The ways in which a service, a proxy or a log may write a text. */
const forms: Record<string, (text: string) => string> = {
  "in upper case": (text) => text.replace(/[a-z]/g, (letter) => letter.toUpperCase()),
  "percent-encoded": encodeURIComponent,
  "percent-encoded in lower case": (text) => encodeURIComponent(text).toLowerCase(),
  "percent-encoded to the last character": (text) => bytes(text).toString("hex").replace(/../g, "%$&"),
  "percent-encoded twice": (text) => encodeURIComponent(encodeURIComponent(text)),
  "as a JSON string": (text) => JSON.stringify(text),
  "as a JSON string in a JSON string": (text) => JSON.stringify(JSON.stringify(text)),
  "as a JSON string in a URL": (text) => encodeURIComponent(JSON.stringify(text)),
  "with \\u escapes": eachCharacter((code) => `\\u${code.toString(16).padStart(4, "0")}`),
  "with HTML entities, in hex": eachCharacter((code) => `&#x${code.toString(16)};`),
  "with HTML entities, decimal": eachCharacter((code) => `&#${code};`),
  "with named HTML entities": (text) => text.replaceAll('"', "&quot;"),
  "in base64": (text) => bytes(text).toString("base64"),
  "in base64 for URLs": (text) => bytes(text).toString("base64url"),
  "in base64, one character in": (text) => bytes(` ${text}`).toString("base64"),
  "in base64, two characters in": (text) => bytes(`: ${text}, `).toString("base64"),
  "in hex": (text) => bytes(text).toString("hex"),
  "in hex, upper case": (text) => bytes(text).toString("hex").toUpperCase(),
  "as UTF-8 that was read as Latin-1": (text) => bytes(text).toString("latin1"),
};

/** A client of an API that rejects everything with this body. */
const rejecting = (body: string, headers = {}) =>
  clientOf(() => new Response(body, { status: 400, headers }));

test.each(Object.entries(forms))(
  "a secret in a text is redacted %s, and nothing else is",
  async (_, form) => {
    const { mounts } = rejecting(`<p>before ${form(SECRET)} after</p>`);
    const updated = mounts.update("a", "b", { secret_access_key: SECRET });
    const error = await rejectionOf(updated, BadRequestError);
    expect(error.body).toMatch(/^<p>before \W?.{0,3}\[redacted\].{0,3}\W? after<\/p>$/);
  },
);

const names = "key id access access_key_id bucket message errors field error mount_path";
test.each(names.split(" "))(
  "the description's field names are shown also where the API key is %s",
  async (apiKey) => {
    const body = {
      message: "access_key_id, mount_path and bucket: see field.",
      errors: [{ field: "mount_path", error: "is not absolute" }],
    };
    const { sandboxes } = clientOf(() => json(400, body), { apiKey });
    const error = await rejectionOf(sandboxes.get("a"), BadRequestError);
    expect(error.body).toEqual(body);
  },
);

test("a key of digits alone is redacted where it comes back as a number", async () => {
  const body = { message: "no", key: 1234567890123, port: 8080 };
  const { sandboxes } = clientOf(() => json(400, body), { apiKey: "1234567890123" });
  const error = await rejectionOf(sandboxes.get("a"), BadRequestError);
  expect(error.body).toEqual({ message: "no", key: "[redacted]", port: 8080 });
});

test("a secret in the name of a header is redacted", async () => {
  const { mounts } = rejecting("{}", { "x-secret-9f3c1d7a5": "x-secret-9f3c1d7a5" });
  const error = await rejectionOf(
    mounts.update("a", "b", { secret_access_key: "secret-9f3c1d7a5" }),
    BadRequestError,
  );
  expect(shown(error)).not.toContain("9f3c1d7a5");
  expect(error.headers.get("redacted")).toBe("x-[redacted]");
});

test("a credential of an earlier call is redacted in the failure of a later one", async () => {
  const { mounts, api } = clientOf((_, index) =>
    index ? json(404, { message: `no mount for ${SECRET} of FIRST-KEY-ID` }) : json(201, mount()),
  );
  await mounts.add("a", mountRequest({ access_key_id: "FIRST-KEY-ID", secret_access_key: SECRET }));
  const params = { path: { sandboxID: "a", mountID: "b" } };
  const { error } = await api.DELETE("/v1/sandbox/{sandboxID}/mounts/{mountID}", { params });
  for (const failure of [error, await rejectionOf(mounts.delete("a", "b"), NotFoundError)])
    expect(shown(failure)).toContain("no mount for [redacted] of [redacted]");
});

test("a key that was replaced is still redacted, also after a thousand others", async () => {
  let n = 0;
  const keys = Array.from({ length: 1_001 }, (_, at) => `rotated-key-${at}-${at * 7919}`);
  const { sandboxes } = clientOf(() => json(401, { message: `unknown: ${keys[0]}` }), {
    apiKey: () => keys[n++] as string,
    rateLimit: false,
  });
  for (const _ of keys.slice(1)) await sandboxes.get("a").catch(() => {});
  const error = await rejectionOf(sandboxes.get("a"), AuthenticationError);
  expect(error.message).toContain("unknown: [redacted]");
});

test("a message is one line, without control characters, and cut", async () => {
  const body = JSON.stringify({ message: `a\u001b[2J\u0007b\r\nc\u202ed${"e".repeat(5_000)}` });
  const { message } = await rejectionOf(rejecting(body).sandboxes.get("a"), BadRequestError);
  expect(message).toMatch(/a \[2J b c de+…/);
  expect(message.length).toBeLessThan(700);
});
