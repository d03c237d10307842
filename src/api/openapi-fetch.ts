// The only file that imports openapi-fetch. `client.api` is its client; the methods use its way of writing queries and of
// merging headers, so that both send the same.

export type { Client } from "openapi-fetch";
export { createQuerySerializer, default as createOpenapiFetch, mergeHeaders } from "openapi-fetch";
