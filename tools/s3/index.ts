export type { Credential } from "./authenticate.ts";
export type { LoggedRequest, S3Options, S3Server } from "./server.ts";
export { startS3 } from "./server.ts";
export type { BucketSeed, ObjectSeed } from "./store.ts";
