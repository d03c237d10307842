/** A response of the platform's own, its body unread. */
export function toResponse(status: number, text: string, received: Headers): Response {
  const headers = new Headers(received);
  if (!text) {
    // Without both, openapi-fetch would read nothing as JSON.
    headers.set("content-length", "0");
    headers.delete("transfer-encoding");
  }
  const response = new Response(text || null, { status: Math.min(status, LAST_STATUS), headers });
  // A platform hands out statuses that it does not let anybody make.
  if (status > LAST_STATUS) Object.defineProperty(response, "status", { value: status });
  return response;
}

const LAST_STATUS = 599;
