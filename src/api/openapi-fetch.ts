// The only file that imports openapi-fetch. `client.api` is its client, and both surfaces have it write their queries.

export type { Client, MaybeOptionalInit, ParseAsResponse } from "openapi-fetch";
export { createQuerySerializer, default as createOpenapiFetch } from "openapi-fetch";
