import type { StoredObject } from "./index.ts";
import { uriEncode } from "./signature.ts";
import { S3Error, type XmlElement, xmlDocument } from "./xml.ts";

/** ListObjectsV2: the keys in UTF-8 order, those with the delimiter after the prefix rolled up into common prefixes. */
export function listObjects(
  bucket: string,
  objects: ReadonlyMap<string, StoredObject>,
  query: ReadonlyMap<string, string>,
): string {
  if (query.get("list-type") !== "2") throw new S3Error(501, "NotImplemented", "Only ListObjectsV2 is there");
  const { prefix = "", delimiter = "", "max-keys": most = "1000", ...rest } = Object.fromEntries(query);
  if (!/^\d{1,9}$/.test(most)) throw new S3Error(400, "InvalidArgument", "max-keys must be a number");
  const after = Buffer.from(rest["continuation-token"] ?? "", "base64").toString();
  const names = new Map<string, StoredObject | undefined>();
  for (const key of [...objects.keys()].filter((key) => key.startsWith(prefix)).sort(byteOrder)) {
    const end = delimiter === "" ? -1 : key.indexOf(delimiter, prefix.length);
    if (end < 0) names.set(key, objects.get(key));
    else names.set(key.slice(0, end + delimiter.length), undefined);
  }
  const left = [...names].filter(([name]) => after === "" || byteOrder(name, after) > 0);
  const page = left.slice(0, Math.min(Number(most), 1000));
  const last = page.at(-1)?.[0];
  const truncated = last !== undefined && left.length > page.length;

  const byUrl = rest["encoding-type"] === "url";
  // S3's own flavour: a space becomes `+`, the slash stays.
  const encode = (name: string) =>
    byUrl ? uriEncode(name).replaceAll("%20", "+").replaceAll("%2F", "/") : name;
  const entry = ([name, object]: readonly [string, StoredObject | undefined]): XmlElement =>
    object === undefined
      ? ["CommonPrefixes", [["Prefix", encode(name)]]]
      : [
          "Contents",
          [
            ["Key", encode(name)],
            ["LastModified", object.lastModified.toISOString()],
            ["ETag", object.etag],
            ["Size", object.body.length],
          ],
        ];
  return xmlDocument([
    "ListBucketResult",
    [
      ["Name", bucket],
      ["Prefix", encode(prefix)],
      ["KeyCount", page.length],
      ["MaxKeys", most],
      ...(byUrl ? ([["EncodingType", "url"]] as const) : []),
      ["IsTruncated", truncated],
      ...(truncated ? ([["NextContinuationToken", Buffer.from(last).toString("base64")]] as const) : []),
      ...page.map(entry),
    ],
  ]);
}

function byteOrder(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}
