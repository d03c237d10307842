import { ACCESS_KEY_ID, SECRET_ACCESS_KEY } from "../../support/fixtures.ts";
import type { Received } from "../../support/server.ts";

export interface Echo {
  status: number;
  body: unknown;
  headers?: Record<string, string>;
}

export const secretsOf = (request: Received): string[] => [
  String(request.headers.authorization).replace("Bearer ", ""),
  ...(request.body ? [ACCESS_KEY_ID, SECRET_ACCESS_KEY] : []),
];
export const lowerHex = (text: string) =>
  encodeURIComponent(text).replace(/%../g, (hex) => hex.toLowerCase());
const nested = (depth: number, value: unknown): unknown =>
  depth ? { inner: [nested(depth - 1, value)] } : value;

/** Ways in which services and what stands in front of them send a request back. */
export const echoes: Record<string, (request: Received) => Echo> = {
  "the whole request in JSON": (request) => ({
    status: 400,
    body: { message: "bad", request: { ...request, parsed: JSON.parse(request.body || "{}") } },
  }),
  "the body as a text in the message": (request) => ({
    status: 400,
    body: { message: `cannot use ${request.body} of ${request.headers.authorization}`, errors: [] },
  }),
  "the value in a field error": (request) => ({
    status: 400,
    body: {
      message: "Validation failed",
      errors: secretsOf(request).map((secret) => ({ field: secret, error: `${secret} is refused` })),
    },
  }),
  "the value in quotation marks": (request) => ({
    status: 401,
    body: {
      message: secretsOf(request)
        .map((secret) => `"${secret}",'${secret}',${secret}.`)
        .join(""),
    },
  }),
  "percent-encoded": (request) => ({
    status: 400,
    body: { message: secretsOf(request).map(encodeURIComponent).join("&key=") },
  }),
  "percent-encoded in lower case": (request) => ({
    status: 400,
    body: { message: secretsOf(request).map(lowerHex).join("&key=") },
  }),
  "as keys": (request) => ({
    status: 500,
    body: Object.fromEntries(secretsOf(request).map((secret) => [secret, { [`x-${secret}`]: 1 }])),
  }),
  "deep inside": (request) => ({ status: 409, body: nested(60, secretsOf(request)) }),
  "very deep inside": (request) => ({ status: 409, body: nested(2000, secretsOf(request)) }),
  "as a list": (request) => ({ status: 404, body: secretsOf(request) }),
  "as plain text": (request) => ({
    status: 400,
    body: `cannot read ${request.body} (${request.headers.authorization})`,
    headers: { "content-type": "text/plain" },
  }),
  "in a page": (request) => ({
    status: 502,
    body: `<pre>${request.headers.authorization}\n${request.body}</pre>`,
    headers: { "content-type": "text/html" },
  }),
  "in headers": (request) => ({
    status: 503,
    body: { message: "no" },
    headers: {
      "x-echo": secretsOf(request).join(" "),
      "x-encoded": secretsOf(request).map(encodeURIComponent).join("&"),
      "www-authenticate": `Bearer realm="${request.headers.authorization}"`,
    },
  }),
  "in the location of a redirect": (request) => ({
    status: 307,
    body: secretsOf(request).join(),
    headers: { location: `/?key=${secretsOf(request).map(encodeURIComponent).join("&key=")}` },
  }),
  "in a 201 that is not JSON": (request) => ({
    status: 201,
    body: `<html>${request.body}${request.headers.authorization}</html>`,
    headers: { "content-type": "text/html", "x-echo": secretsOf(request).join(" ") },
  }),
  "in a 201 that was cut": (request) => ({
    status: 201,
    body: `{"id":"sbx","echo":${JSON.stringify(secretsOf(request))},`,
  }),
  "in a 201 that is a list": (request) => ({ status: 201, body: secretsOf(request) }),
};
