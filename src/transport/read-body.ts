import { maxBodyBytes } from "../generated/facts.ts";

/**
 * The text of a response's body, read no further than its limit. A success that is longer than any of the API has no
 * text (`undefined`), the text of a failure is cut.
 */
export async function readBody(response: Response): Promise<string | undefined> {
  const { ok, body, bodyUsed } = response;
  if (bodyUsed || body?.locked) throw new Error("fetch returned a response whose body is used up");
  // An error's body is text to be shown, often a page of a proxy.
  const limit = ok ? maxBodyBytes : 2 ** 20;
  // Whatever `content-length` says: that of a compressed body is shorter, and a web page cannot see the encoding.
  if (!body?.getReader) return response.text();

  const reader = body.getReader();
  const decoder = new TextDecoder();
  let left = limit;
  let text = "";
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return text + decoder.decode();
    text += decoder.decode(value.subarray(0, left), { stream: true });
    left -= value.byteLength;
    if (left < 0) {
      letGo(reader);
      return ok ? undefined : text;
    }
  }
}

/** Lets a body go that nobody reads, so that its connection is free. Nothing waits for it: it may never settle. */
export function letGo(body: { cancel(): Promise<void> } | null): void {
  (async () => body?.cancel())().catch(() => {});
}
