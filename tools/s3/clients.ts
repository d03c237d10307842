import { S3Client } from "@aws-sdk/client-s3";
import type { S3Server } from "./index.ts";

// On Node 20 it announces its later end of support in every test file.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= "true";

export const keys = { accessKeyId: "storage-key", secretAccessKey: "storage/secret+1" };

/** The vendor's own client: it knows nothing of this server but the address. */
export function sdkFor(server: S3Server, credentials = keys, region = "us-east-1"): S3Client {
  return new S3Client({ endpoint: server.url, region, forcePathStyle: true, credentials, maxAttempts: 1 });
}

/** Keys that a careless server folds, splits or decodes twice. */
export const oddKeys = [
  "plain.txt",
  "with space.txt",
  "plus+sign.txt",
  "100%.txt",
  "encoded%20looking%2Fkey.txt",
  "grüße/日本語/🪣.txt",
  "dots..inside/..name/.hidden",
  "a/../b/./c.txt",
  "double//slash///x.txt",
  "/leading-slash.txt",
  "ends-with-slash/",
  "quote'(star)*!~.txt",
  "query?&=#.txt",
  "amp&<lt>\"quotes'.txt",
  "back\\slash.txt",
];
