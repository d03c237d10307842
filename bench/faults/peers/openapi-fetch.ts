import createClient from "openapi-fetch";
import { operations } from "../../../src/generated/operations.ts";
import type { MatrixClient } from "../../../test/faults/matrix/client.ts";

type Request = (
  method: string,
  path: string,
  init: unknown,
) => Promise<{ readonly data?: unknown; readonly error?: unknown }>;

/** As its own guide uses it: `if (error) throw error`. It has neither limits nor retries to set. */
export const openapiFetch: MatrixClient = {
  name: "openapi-fetch 0.17",
  call: async ({ url, apiKey, fetch }, { id, path, body }) => {
    const client = createClient({ baseUrl: url, fetch, headers: { "leap0-authorization": apiKey } });
    const { method, path: template } = operations[id];
    const request = client.request as unknown as Request;
    const { data, error } = await request(method.toLowerCase(), template, { params: { path }, body });
    if (error) throw error;
    return data;
  },
};
