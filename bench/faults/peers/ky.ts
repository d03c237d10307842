import ky, { type RetryOptions } from "ky";
import type { Connection, MatrixClient } from "../../../test/faults/matrix/client.ts";
import type { Subject } from "../../../test/faults/matrix/operations.ts";
import { plainRequest } from "./request.ts";

async function call(connection: Connection, subject: Subject, retry: RetryOptions): Promise<unknown> {
  const { url, apiKey, fetch, timeoutMs, totalTimeoutMs } = connection;
  const { method, path, body } = plainRequest(subject);
  const client = ky.create({
    baseUrl: url,
    fetch,
    headers: { "leap0-authorization": apiKey },
    timeout: timeoutMs,
    totalTimeout: totalTimeoutMs,
    retry,
  });
  const response = client(path, { method, ...(body !== undefined && { json: body }) });
  if (method !== "DELETE") return response.json();
  await response;
}

/** As it comes: two retries, but never of a POST or a PATCH, and none after a time-out. */
export const kyAsItComes: MatrixClient = {
  name: "ky 2.1",
  call: (connection, subject) => call(connection, subject, { limit: 2 }),
};

/** Told to repeat everything. */
export const kyRepeating: MatrixClient = {
  name: "ky 2.1, every method",
  call: (connection, subject) =>
    call(connection, subject, {
      limit: 2,
      methods: ["get", "post", "patch", "delete"],
      retryOnTimeout: true,
    }),
};
