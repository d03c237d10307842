import { METHODS } from "node:http";
import fc, { type Arbitrary } from "fast-check";
import { type Description, follow, type Schema } from "../../../scripts/description/document.ts";
import { type Operation, operationsOf } from "../../../scripts/description/read.ts";
import document from "../../../src/generated/openapi.json" with { type: "json" };
import { KEY, type Opened, type Read } from "./open.ts";

export const description = document as unknown as Description;
export const described = operationsOf(description);

/** Stands in every secret that is sent. No response may ever contain it. */
export const SECRET = "s3cr3t-that-must-not-come-back";

/** How many requests follow one another. */
export const TOGETHER = 20;

interface Sent {
  readonly method: string;
  /** May hold `{sandboxID}` and `{mountID}`: those that exist are put in. */
  readonly path: string;
  /** For a request to the sandbox host, its first label. */
  readonly label?: string;
  readonly body?: string | undefined;
  readonly key: string;
  /** Milliseconds until the next one. */
  readonly pauseMs: number;
}

/** Node's parser rejects every other method. */
export const isKnownToNode = ({ method }: Sent): boolean => METHODS.includes(method);

const oneOf = (words: string, ...more: string[]) => fc.constantFrom(...words.split(" "), ...more);

/** A value that the schema allows. Secrets hold {@link SECRET}. */
function anyOf(described: Schema): Arbitrary<unknown> {
  const schema = follow(description, described);
  const { minimum = -5, maximum = 30_000, items = {}, maxItems = 3 } = schema;
  if (schema.enum) return fc.constantFrom(...schema.enum);
  if (schema.anyOf) return fc.oneof(...schema.anyOf.map(anyOf));
  switch (schema.type) {
    case "string":
      return textOf(schema);
    case "integer":
      return fc.integer({ min: minimum, max: maximum }).map((n) => n - (n % Number(schema.multipleOf ?? 1)));
    case "boolean":
      return fc.boolean();
    case "array":
      return fc.array(anyOf(items), { maxLength: Math.min(maxItems, 9) });
    case "object":
      return objectOf(schema);
    case "null":
      return fc.constant(null);
    default:
      return fc.jsonValue({ maxDepth: 1 });
  }
}

function textOf({ writeOnly, pattern, format }: Schema): Arbitrary<string> {
  if (writeOnly) return fc.constantFrom(SECRET, "");
  if (format === "cidr") return oneOf("192.0.2.0/24 2001:db8::/32 0.0.0.0/0");
  if (format === "uri")
    return oneOf("https://s3.example.com http://[::1]:9/x", `https://u:${SECRET}@s3.example.com`);
  const text = fc.string({ unit: "binary", maxLength: 8 });
  if (pattern === "^[/]") return text.map((rest) => `/${rest}`);
  return String(pattern).endsWith("[/]$") ? text.map((rest) => `${rest}/`) : text;
}

function objectOf({ properties = {}, required = [], additionalProperties }: Schema): Arbitrary<object> {
  // The description's maps hold environment variables and headers: their values are secrets.
  if (additionalProperties)
    return fc.dictionary(fc.string({ maxLength: 6 }), fc.constant(SECRET), { maxKeys: 3 });
  const model = Object.fromEntries(Object.entries(properties).map(([name, inner]) => [name, anyOf(inner)]));
  return fc.record(model, { requiredKeys: [...required] });
}

/** The value with one thing about it wrong, or likely to be. */
function spoiled(value: Arbitrary<unknown>): Arbitrary<unknown> {
  const wrong = fc.constantFrom<unknown>(null, [SECRET], { [SECRET]: SECRET }, -1, 1e308, 0.5, true, [], {});
  return fc.tuple(value, fc.nat(), wrong, fc.nat(3)).map(([whole, at, instead, how]) => {
    if (typeof whole !== "object" || whole === null || Array.isArray(whole)) return instead;
    const keys = Object.keys(whole);
    const key = keys[at % Math.max(1, keys.length)] ?? "type";
    if (how === 0) return { ...whole, [SECRET]: instead };
    if (how === 1) return Object.fromEntries(Object.entries(whole).filter(([name]) => name !== key));
    return { ...whole, [key]: instead };
  });
}

/** Bodies that are no JSON, or JSON that no operation takes. */
const nonsense: Arbitrary<string> = fc.oneof(
  fc.string({ unit: "binary", maxLength: 30 }),
  fc.json({ maxDepth: 2 }),
  fc.constantFrom(
    "",
    "null",
    "[]",
    "1e999",
    "\ufeff{}",
    `"${SECRET}`,
    `{"type":"${SECRET}","bucket":["${SECRET}"]}`,
    `{"template_name":"t","template_name":5}`,
    `{"__proto__":{"type":"object-storage"},"constructor":{"prototype":{}}}`,
    `{"bucket":"\\ud800","mount_path":"/\\udfff","endpoint":"https://s3.example.com","type":"object-storage"}`,
    "[".repeat(5000),
    `${"[".repeat(5000)}${"]".repeat(5000)}`,
    `{"mounts":[${"{},".repeat(2000)}{}]}`,
  ),
);

const mostly = <T>(weight: number, usual: Arbitrary<T>, ...others: Arbitrary<T>[]) =>
  fc.oneof({ weight, arbitrary: usual }, ...others.map((arbitrary) => ({ weight: 1, arbitrary })));

const segment = mostly(
  6,
  fc.constant(""),
  fc.string({ unit: "binary", maxLength: 6 }).map((text) => encodeURIComponent(text)),
  oneOf(".. . %2e%2e % %00 a%2Fb -80", SECRET),
);

const query = fc
  .dictionary(
    oneOf("state sort order-by page page-size", SECRET),
    oneOf("paused running state asc 1 2 100 0 -1 1e3 \ud800", "", SECRET),
    { maxKeys: 3 },
  )
  .map((parameters) => `?${new URLSearchParams(parameters)}`);

const key = mostly(12, fc.constant(KEY), fc.constantFrom("", SECRET, `Bearer ${KEY}x`));

/** A request for one operation of the description: as it should be, with something wrong, or with a body of nonsense. */
function sentTo({ id, method, path, body: schema }: Operation): Arbitrary<Sent> {
  const json = (value: unknown) => JSON.stringify(value);
  const spoiledBody = () => spoiled(anyOf(schema ?? {})).map(json);
  const body: Arbitrary<string | undefined> = schema
    ? mostly(6, anyOf(schema).map(json), spoiledBody(), spoiledBody(), nonsense)
    : fc.option(nonsense, { nil: undefined, freq: 10 });
  return fc.record({
    method: fc.constant(method),
    path: fc.tuple(segment, segment, query).map(([sandbox, mount, asked]) =>
      path
        .replace("{sandboxID}", sandbox || "{sandboxID}")
        .replace("{mountID}", mount || "{mountID}")
        .concat(id === "listSandboxes" ? asked : ""),
    ),
    body: method === "GET" ? fc.constant(undefined) : body,
    key,
    pauseMs: mostly(5, fc.constant(0), fc.nat(400_000)),
  });
}

const elsewhere: Arbitrary<Sent> = fc.record({
  method: oneOf("GET PUT HEAD OPTIONS PATCH POST DELETE WEIRD"),
  path: fc.webPath().map((path) => `/${path.replace(/^\/+/, "")}`),
  key: fc.constant(KEY),
  pauseMs: fc.constant(0),
});

const toSandbox: Arbitrary<Sent> = fc.record({
  method: oneOf("GET HEAD POST DELETE"),
  path: oneOf("/ /v1/sandboxes /data/assets/a?b=c"),
  label: oneOf("{sandboxID} {sandboxID}-80 nobody"),
  key,
  pauseMs: fc.constant(0),
});

/** Requests for every operation, some for a sandbox host, and some for nothing that there is. */
export const requests = fc.array(fc.oneof(...described.map(sentTo), toSandbox, elsewhere), {
  minLength: TOGETHER,
  maxLength: TOGETHER,
});

/** Sends one, with the ids of a sandbox and a mount that exist. */
export async function send({ call, invoke, emulator, clock }: Opened, sent: Sent): Promise<Read> {
  const [sandbox] = emulator.export().sandboxes;
  const filled = (text: string) =>
    text
      .replace("{sandboxID}", sandbox?.id ?? "sbx-none")
      .replace("{mountID}", sandbox?.mounts?.[0]?.id ?? "mnt-none");
  const { method, label, path, body } = sent;
  const headers = { authorization: sent.key };
  const response = await (label === undefined
    ? call(method, filled(path), body, { headers })
    : invoke(filled(label), path, { method, headers }));
  if (sent.pauseMs > 0) await clock.advance(sent.pauseMs);
  return response;
}
