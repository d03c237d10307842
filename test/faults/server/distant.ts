import type { LimitedApi } from "./limited-api.ts";

/** Longest way to the API or back, in milliseconds. */
const LONGEST_WAY_MS = 25;

/** A `fetch` to an API that is some way off, each request and each answer for a time of its own: they overtake. */
export function distantFetch(api: LimitedApi): (url: string) => Promise<Response> {
  let seed = 1;
  const travel = () => {
    // Numbers that look random and are the same in every run.
    seed = (seed * 48_271) % 2_147_483_647;
    return new Promise((resolve) => setTimeout(resolve, (seed / 2_147_483_647) * LONGEST_WAY_MS));
  };
  return async (url) => {
    await travel();
    const { status, headers, body } = api.answer(new URL(url).pathname);
    await travel();
    return new Response(body, { status, headers });
  };
}
