import { AwsV4Signer } from "aws4fetch";
import type { Refusal } from "./answers.ts";
import { readRefusal } from "./answers.ts";
import type { Source } from "./source.ts";
import type { StorageOptions } from "./types.ts";

/** Nothing but reads is ever sent to a mount's storage. */
export interface StorageRequest {
  readonly method: "GET" | "HEAD";
  readonly url: string;
  readonly range?: string | undefined;
}

/** A success with its body still to be read, or a refusal with its body read. */
export type Outcome = { readonly response: Response } | { readonly refusal: Refusal };

const emptyBodyHash = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

/**
 * Sends a request, signed when the source has credentials. The region to sign is guessed from the host's name, else
 * `us-east-1`; a service that names another one in its refusal is asked again with that, once.
 */
export async function send(
  source: Source,
  request: StorageRequest,
  options: StorageOptions,
  signal: AbortSignal,
): Promise<Outcome> {
  const memory = options.regions ?? new Map<string, string>();
  const place = `${source.base}/${source.bucket}`;
  const known = memory.get(place);
  const first = await sendOnce(source, request, known, options, signal);
  if ("response" in first || source.credentials === undefined) return first;
  const { region } = first.refusal;
  if (!isAboutRegion(first.refusal) || region === undefined || region === known) return first;
  const second = await sendOnce(source, request, region, options, signal);
  if ("response" in second) memory.set(place, region);
  return second;
}

async function sendOnce(
  source: Source,
  { method, url, range }: StorageRequest,
  region: string | undefined,
  options: StorageOptions,
  signal: AbortSignal,
): Promise<Outcome> {
  const headers = await signedHeaders(source, method, url, region);
  // Added after signing, because a platform may rewrite them on the way.
  headers.set("accept-encoding", "identity");
  if (range !== undefined) headers.set("range", range);
  const sendRequest = options.fetch ?? ((target: string, init: RequestInit) => fetch(target, init));
  const response = await sendRequest(url, { method, headers, redirect: "manual", signal });
  return response.ok ? { response } : { refusal: await readRefusal(response) };
}

async function signedHeaders(
  { credentials }: Source,
  method: string,
  url: string,
  region: string | undefined,
): Promise<Headers> {
  if (credentials === undefined) return new Headers();
  const signer = new AwsV4Signer({
    ...credentials,
    service: "s3",
    ...(region === undefined ? {} : { region }),
    method,
    url,
    headers: { "x-amz-content-sha256": emptyBodyHash },
  });
  return (await signer.sign()).headers;
}

function isAboutRegion({ status, code }: Refusal): boolean {
  return (
    status === 301 || (status === 400 && (code === undefined || code === "AuthorizationHeaderMalformed"))
  );
}
