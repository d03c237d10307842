type Fetch = (input: string | URL | Request, init?: RequestInit) => Promise<Response>;

/** Assigned to nobody, and below the ports that a system hands out: whoever connects is refused. */
const CLOSED_PORT = "4";

/** Sends as `send` does, except that the requests which `isRefused` picks go to a port that nobody listens on. */
export const refusingFetch =
  (isRefused: (method: string, path: string) => boolean, send: Fetch = fetch): Fetch =>
  (input, init) => {
    const request = input instanceof Request ? input : undefined;
    const url = new URL(request?.url ?? String(input));
    if (!isRefused(init?.method ?? request?.method ?? "GET", url.pathname)) return send(input, init);
    url.port = CLOSED_PORT;
    return fetch(request ? new Request(url, request) : url, init);
  };
