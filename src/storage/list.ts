import { type ListPage, type Rejection, readListPage } from "./s3-response.ts";
import { type Exchange, type SendOptions, send } from "./send.ts";
import { type Listing, listUrl, type Source } from "./source.ts";

/** One page of a listing, a rejection, or `page: undefined` for a success that is no listing. */
export type Listed =
  | { readonly page: ListPage | undefined; readonly region: string | undefined }
  | { readonly rejection: Rejection };

/** Asks for one page of names. */
export async function list(
  source: Source,
  listing: Listing,
  options: SendOptions,
  signal: AbortSignal,
): Promise<Listed> {
  const exchange: Exchange = await send(
    source,
    { method: "GET", url: listUrl(source, listing) },
    options,
    signal,
  );
  if ("rejection" in exchange) return exchange;
  return { page: await readListPage(exchange.response), region: exchange.region };
}
