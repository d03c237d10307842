import { randomUUID } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { Address } from "./address.ts";
import { parseAddress } from "./address.ts";
import type { Credential, Received } from "./authenticate.ts";
import { authenticate } from "./authenticate.ts";
import { readBody } from "./body.ts";
import { S3Failure } from "./failure.ts";
import type { Answer } from "./object.ts";
import { perform } from "./operations.ts";
import type { BucketSeed } from "./store.ts";
import { seedBucket } from "./store.ts";
import type { XmlElement } from "./xml.ts";
import { xmlDocument } from "./xml.ts";

export interface S3Options {
  buckets?: Readonly<Record<string, BucketSeed>>;
  credentials?: readonly Credential[];
  /** The region that signatures must name. Default `us-east-1`. */
  region?: string;
  /** Milliseconds since 1970, for signature times and modification dates. Default `Date.now`. */
  now?: () => number;
}

/** A request that the server has answered. Credentials and signatures are left out. */
export interface LoggedRequest {
  readonly method: string;
  readonly bucket: string;
  readonly key: string;
  readonly query: Readonly<Record<string, string>>;
  readonly range?: string;
  /** How the request claimed to be signed, whether or not that held. */
  readonly auth: "header" | "query" | "anonymous";
  readonly status: number;
}

export interface S3Server {
  /** Base URL of the service, without a trailing slash; buckets are addressed by path. */
  readonly url: string;
  /** Every answered request, oldest first. */
  readonly requests: readonly LoggedRequest[];
  close(): Promise<void>;
}

/**
 * Starts an S3-compatible server in memory, on a free port of 127.0.0.1.
 *
 * @example
 * const s3 = await startS3({
 *   buckets: { "project-assets": { objects: { "docs/readme.md": "hello" } } },
 *   credentials: [{ accessKeyId: "key", secretAccessKey: "secret" }],
 * });
 */
export async function startS3(options: S3Options = {}): Promise<S3Server> {
  const now = options.now ?? Date.now;
  const verifier = { credentials: options.credentials ?? [], region: options.region ?? "us-east-1", now };
  const buckets = new Map(
    Object.entries(options.buckets ?? {}).map(([name, seed]) => [name, seedBucket(name, seed, now())]),
  );
  const requests: LoggedRequest[] = [];

  const server = createServer(async (incoming, outgoing) => {
    const always = { "x-amz-request-id": randomUUID(), "x-amz-bucket-region": verifier.region };
    let address: Address | undefined;
    let answer: Answer;
    try {
      address = parseAddress(incoming.url ?? "");
      const request = await receive(incoming, address);
      answer = perform(buckets, request, authenticate(request, verifier), now());
    } catch (error) {
      answer = failureAnswer(error, incoming.url ?? "", always["x-amz-request-id"]);
    }
    requests.push(logEntry(incoming, address, answer.status));
    write(outgoing, incoming.method === "HEAD", { ...answer, headers: { ...always, ...answer.headers } });
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject).listen(0, "127.0.0.1", resolve);
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function receive(incoming: IncomingMessage, address: Address): Promise<Received> {
  const headers = new Map<string, string>();
  for (const [name, values] of Object.entries(incoming.headersDistinct)) {
    headers.set(name, (values ?? []).join(","));
  }
  return { method: incoming.method ?? "GET", address, headers, body: await readBody(incoming) };
}

function failureAnswer(error: unknown, resource: string, requestId: string): Answer {
  const failure =
    error instanceof S3Failure
      ? error
      : new S3Failure(500, "InternalError", "We encountered an internal error.");
  const details: XmlElement[] = Object.entries(failure.details);
  return {
    status: failure.status,
    headers: { "content-type": "application/xml" },
    body: xmlDocument([
      "Error",
      [
        ["Code", failure.code],
        ["Message", failure.message],
        ...details,
        ["Resource", resource],
        ["RequestId", requestId],
      ],
    ]),
  };
}

function logEntry(incoming: IncomingMessage, address: Address | undefined, status: number): LoggedRequest {
  const query = address?.query ?? [];
  const range = incoming.headers.range;
  const signedQuery = query.some(([name]) => name === "X-Amz-Algorithm");
  return {
    method: incoming.method ?? "",
    bucket: address?.bucket ?? "",
    key: address?.key ?? "",
    query: Object.fromEntries(query.filter(([name]) => !/^x-amz-/i.test(name))),
    ...(range === undefined ? {} : { range }),
    auth: incoming.headers.authorization ? "header" : signedQuery ? "query" : "anonymous",
    status,
  };
}

function write(outgoing: ServerResponse, headOnly: boolean, { status, headers, body = "" }: Answer): void {
  const bodiless = status === 204 || status === 304;
  outgoing.writeHead(status, bodiless ? headers : { ...headers, "content-length": Buffer.byteLength(body) });
  outgoing.end(headOnly || bodiless ? undefined : body);
}
