import type { QueryPair } from "./address.ts";
import { queryValue } from "./address.ts";
import { invalidArgument } from "./failure.ts";
import { uriEncode } from "./signature.ts";
import type { Bucket, StoredObject } from "./store.ts";
import type { XmlElement } from "./xml.ts";
import { xmlDocument } from "./xml.ts";

type Entry =
  | { readonly name: string; readonly object: StoredObject }
  | { readonly name: string; readonly object?: undefined };

/** ListObjectsV2: the keys in UTF-8 order, those with the delimiter after the prefix rolled up into common prefixes. */
export function listObjects(bucket: Bucket, query: readonly QueryPair[]): string {
  const option = (name: string) => queryValue(query, name);
  const prefix = option("prefix") ?? "";
  const delimiter = option("delimiter") ?? "";
  const maxKeys = readMaxKeys(option("max-keys"));
  const token = option("continuation-token");
  const startAfter = option("start-after");
  const url = readEncoding(option("encoding-type"));

  const entries = listedEntries(bucket, prefix, delimiter, token === undefined ? startAfter : undefined);
  const resumeAfter = token === undefined ? undefined : readToken(token);
  const rest =
    resumeAfter === undefined ? entries : entries.filter(({ name }) => byteOrder(name, resumeAfter) > 0);
  const page = rest.slice(0, maxKeys);
  const last = page.at(-1);
  const truncated = last !== undefined && rest.length > page.length;

  const name = (text: string) => (url ? urlEncoded(text) : text);
  const given = (element: string, value: string | undefined): XmlElement[] =>
    value === undefined || value === "" ? [] : [[element, name(value)]];
  return xmlDocument([
    "ListBucketResult",
    [
      ["Name", bucket.name],
      ["Prefix", name(prefix)],
      ...given("Delimiter", delimiter),
      ...given("StartAfter", startAfter),
      ["MaxKeys", maxKeys],
      ["KeyCount", page.length],
      ["IsTruncated", truncated],
      ...(url ? ([["EncodingType", "url"]] as const) : []),
      ...(token === undefined ? [] : ([["ContinuationToken", token]] as const)),
      ...(truncated ? ([["NextContinuationToken", writeToken(last.name)]] as const) : []),
      ...page.flatMap((entry) => (entry.object ? [contents(name(entry.name), entry.object)] : [])),
      ...page.flatMap((entry): XmlElement[] =>
        entry.object ? [] : [["CommonPrefixes", [["Prefix", name(entry.name)]]]],
      ),
    ],
  ]);
}

function listedEntries(bucket: Bucket, prefix: string, delimiter: string, startAfter = ""): Entry[] {
  const entries: Entry[] = [];
  const keys = [...bucket.objects.keys()].filter((key) => key.startsWith(prefix)).sort(byteOrder);
  for (const key of keys) {
    const object = bucket.objects.get(key);
    if (object === undefined || (startAfter !== "" && byteOrder(key, startAfter) <= 0)) continue;
    const end = delimiter === "" ? -1 : key.indexOf(delimiter, prefix.length);
    if (end < 0) entries.push({ name: key, object });
    else {
      const common = key.slice(0, end + delimiter.length);
      if (entries.at(-1)?.name !== common) entries.push({ name: common });
    }
  }
  return entries;
}

function contents(key: string, object: StoredObject): XmlElement {
  return [
    "Contents",
    [
      ["Key", key],
      ["LastModified", object.lastModified.toISOString()],
      ["ETag", object.etag],
      ["Size", object.body.length],
      ["StorageClass", "STANDARD"],
    ],
  ];
}

function readMaxKeys(value: string | undefined): number {
  if (value === undefined) return 1000;
  if (!/^\d{1,9}$/.test(value)) throw invalidArgument("max-keys", value);
  return Math.min(Number(value), 1000);
}

function readEncoding(value: string | undefined): boolean {
  if (value !== undefined && value !== "url") throw invalidArgument("encoding-type", value);
  return value === "url";
}

/** S3's own flavour: a space becomes `+`, the slash stays. */
function urlEncoded(text: string): string {
  return uriEncode(text).replaceAll("%20", "+").replaceAll("%2F", "/");
}

function writeToken(name: string): string {
  return `after.${Buffer.from(name).toString("base64")}`;
}

function readToken(token: string): string {
  if (!token.startsWith("after.")) throw invalidArgument("continuation-token", token);
  return Buffer.from(token.slice("after.".length), "base64").toString();
}

function byteOrder(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}
