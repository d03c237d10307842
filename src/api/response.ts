/** A response of the platform's own, with a body that has been read. */
export function toResponse(status: number, text: string, received: Headers): Response {
  const response = new Response(text || null, {
    status: Math.min(status, LAST_STATUS),
    headers: text ? received : empty(received),
  });
  Object.defineProperties(response, {
    // Its text is known: nobody has to get it from a stream once more.
    text: { value: async () => text },
    json: { value: async () => JSON.parse(text) },
    // A platform hands out statuses that it does not let anybody make.
    ...(status > LAST_STATUS && { status: { value: status } }),
  });
  return response;
}

const LAST_STATUS = 599;

/** Without both of these, openapi-fetch would read nothing as JSON. */
function empty(received: Headers): Headers {
  const headers = new Headers(received);
  headers.set("content-length", "0");
  headers.delete("transfer-encoding");
  return headers;
}
