import { AwsV4Signer } from "aws4fetch";
import { type Rejection, readRejection } from "./rejection.ts";
import type { Source } from "./source.ts";

/** Nothing but reads is ever sent to a mount's storage. */
export interface StorageRequest {
  readonly method: "GET" | "HEAD";
  readonly url: string;
  readonly range?: string | undefined;
}

/** A success with its body still to be read, or a rejection with its body read. */
export type Exchange = ({ readonly response: Response } | { readonly rejection: Rejection }) & {
  /** The region that was signed; undefined for an anonymous request. */
  readonly region: string | undefined;
};

const emptyBodyHash = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

/**
 * Sends a request, signed when the source has credentials. The region to sign is the one in the host name, else
 * `us-east-1`. A service that names another region in its rejection is asked again with that, once, unless its host name
 * states a region: then the endpoint is the wrong one.
 */
export async function send(source: Source, request: StorageRequest, signal: AbortSignal): Promise<Exchange> {
  const place = `${source.base}/${source.bucket}`;
  const first = await sendOnce(source, request, source.regions?.get(place), signal);
  if ("response" in first) return first;
  const explained = await explain(source, request, first, signal);
  const wanted = explained.rejection.region;
  const signed = explained.region;
  if (signed === undefined || wanted === undefined || wanted === signed) return explained;
  if (!isAboutRegion(explained.rejection) || new URL(source.base).hostname.includes(signed)) return explained;
  const second = await sendOnce(source, request, wanted, signal);
  if ("response" in second) source.regions?.set(place, wanted);
  return second;
}

type Rejected = Extract<Exchange, { rejection: Rejection }>;

/** A rejected HEAD has no body to say why: the same request as GET says it. */
async function explain(
  source: Source,
  { method, url }: StorageRequest,
  rejected: Rejected,
  signal: AbortSignal,
): Promise<Rejected> {
  const { status, code, region } = rejected.rejection;
  if (method !== "HEAD" || (status !== 400 && status !== 301) || code !== undefined || region !== undefined)
    return rejected;
  const got = await sendOnce(source, { method: "GET", url, range: "bytes=0-0" }, rejected.region, signal);
  if ("rejection" in got) return got;
  got.response.body?.cancel().catch(() => {});
  return rejected;
}

async function sendOnce(
  source: Source,
  { method, url, range }: StorageRequest,
  wantedRegion: string | undefined,
  signal: AbortSignal,
): Promise<Exchange> {
  const signer =
    source.credentials &&
    new AwsV4Signer({
      ...source.credentials,
      service: "s3",
      ...(wantedRegion === undefined ? {} : { region: wantedRegion }),
      method,
      url,
      headers: { "x-amz-content-sha256": emptyBodyHash },
    });
  const headers = signer ? (await signer.sign()).headers : new Headers();
  // It knows the hosts of several providers that have their region in the name.
  const region = signer?.region;
  // Added after signing, because a platform may rewrite them on the way.
  headers.set("accept-encoding", "identity");
  if (range !== undefined) headers.set("range", range);
  const sendRequest = source.fetch ?? ((target: string, init: RequestInit) => fetch(target, init));
  const response = await sendRequest(url, { method, headers, redirect: "manual", signal });
  return response.ok ? { response, region } : { rejection: await readRejection(response), region };
}

function isAboutRegion({ status, code }: Rejection): boolean {
  return (
    status === 301 || (status === 400 && (code === undefined || code === "AuthorizationHeaderMalformed"))
  );
}
