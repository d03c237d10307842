import { type Rejection, readText } from "./rejection.ts";
import { send } from "./send.ts";
import { encodePart, type Source } from "./source.ts";
import { contentsOf, rootOf, textOf } from "./xml.ts";

/** Which keys to list, and how many. */
export interface Listing {
  readonly prefix: string;
  readonly delimiter?: string;
  readonly maxKeys?: number;
  readonly continuationToken?: string | undefined;
}

/** A page of ListObjectsV2. */
export interface ListPage {
  readonly objects: readonly { readonly key: string; readonly size: number; readonly lastModified: string }[];
  readonly prefixes: readonly string[];
  /** Whether there is more than this page has. */
  readonly truncated: boolean;
  /** Asks for the page after this one; undefined also where a service cuts off without giving a token. */
  readonly next: string | undefined;
  /** The region that was signed; undefined for an anonymous request. */
  readonly region: string | undefined;
}

/** Asks for one page of names; undefined for a success that is no listing. */
export async function list(
  source: Source,
  listing: Listing,
  signal: AbortSignal,
): Promise<ListPage | { readonly rejection: Rejection } | undefined> {
  const exchange = await send(source, { method: "GET", url: listUrl(source, listing) }, signal);
  if ("rejection" in exchange) return exchange;
  const xml = await readText(exchange.response);
  if (xml === undefined || rootOf(xml) !== "ListBucketResult") return undefined;
  const decode = textOf(xml, "EncodingType") === "url" ? decodeName : (name: string) => name;
  const nameIn = (content: string, element: string) => decode(textOf(content, element) ?? "");
  const truncated = textOf(xml, "IsTruncated") === "true";
  return {
    objects: contentsOf(xml, "Contents").map((content) => ({
      key: nameIn(content, "Key"),
      size: Number(textOf(content, "Size") ?? 0),
      lastModified: textOf(content, "LastModified") ?? "",
    })),
    prefixes: contentsOf(xml, "CommonPrefixes").map((content) => nameIn(content, "Prefix")),
    truncated,
    next: (truncated && textOf(xml, "NextContinuationToken")) || undefined,
    region: exchange.region,
  };
}

function listUrl({ base, bucket }: Source, listing: Listing): string {
  const parameters = {
    "list-type": "2",
    // Keys may hold characters that XML cannot.
    "encoding-type": "url",
    prefix: listing.prefix,
    delimiter: listing.delimiter,
    "max-keys": listing.maxKeys?.toString(),
    "continuation-token": listing.continuationToken,
  };
  const query = Object.entries(parameters)
    .filter(([, value]) => value !== undefined && value !== "")
    .map(([name, value]) => `${name}=${encodePart(String(value))}`);
  return `${base}/${bucket}?${query.join("&")}`;
}

/** The form encoding of `encoding-type=url`: a space is `+`. */
function decodeName(name: string): string {
  try {
    return decodeURIComponent(name.replaceAll("+", " "));
  } catch {
    return name;
  }
}
