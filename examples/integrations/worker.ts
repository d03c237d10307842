// A Cloudflare Worker that stands between a web page and Leap0. The key stays here, as the secret LEAP0_API_KEY; the page
// can do two things, and only with the sandboxes that it is shown.
import { ApiError, Leap0Client, Leap0Error } from "leap0-fetch";

export interface Environment {
  readonly LEAP0_API_KEY: string;
  /** Where the API is, if not at Leap0: an emulator, for example. */
  readonly LEAP0_BASE_URL?: string;
}

// A client paces itself and learns from refusals, so it is kept for as long as the platform keeps the Worker.
let client: Leap0Client | undefined;

export default {
  async fetch(request: Request, environment: Environment): Promise<Response> {
    client ??= new Leap0Client({
      apiKey: environment.LEAP0_API_KEY,
      baseUrl: environment.LEAP0_BASE_URL,
      // A visitor does not wait for minutes.
      totalTimeoutMs: 20_000,
    });
    try {
      return await respond(client, request);
    } catch (error) {
      return failure(error);
    }
  },
};

async function respond(client: Leap0Client, request: Request): Promise<Response> {
  const { pathname } = new URL(request.url);
  if (request.method === "GET" && pathname === "/sandboxes") {
    const { items } = await client.sandboxes.list({ state: "running" }, { signal: request.signal });
    return Response.json(items.map(({ id, state }) => ({ id, state })));
  }
  const sandboxID = /^\/sandboxes\/([^/]+)\/pause$/.exec(pathname)?.[1];
  if (request.method === "POST" && sandboxID !== undefined) {
    // Not with the visitor's signal: a pause that has begun goes on, and somebody has to see its end.
    const { id, state } = await client.sandboxes.pause(decodeURIComponent(sandboxID));
    return Response.json({ id, state });
  }
  return Response.json({ message: "There is no such path." }, { status: 404 });
}

/** The visitor's own mistakes as they are; everything else is ours, and its details are for our log. */
function failure(error: unknown): Response {
  if (error instanceof ApiError && (error.status === 404 || error.status === 409))
    return Response.json({ message: error.message }, { status: error.status });
  // No error of the package holds the key.
  console.error(error);
  const status = error instanceof Leap0Error ? 502 : 500;
  return Response.json({ message: "That did not work. Try again later." }, { status });
}
