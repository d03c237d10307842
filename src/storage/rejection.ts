import { rootOf, textOf } from "./xml.ts";

/** Why a service did not do what it was asked. */
export interface Rejection {
  /** 0 when the platform hides a redirect. */
  readonly status: number;
  /** S3's error code; undefined when the response is not an S3 error document (HEAD never has one). */
  readonly code: string | undefined;
  /** The bucket that the service looked for, when it says so. */
  readonly bucket: string | undefined;
  /** The region that the service wants to have signed, when it says so. */
  readonly region: string | undefined;
  /** Size of the object, when a range lies outside it. */
  readonly objectSize: number | undefined;
}

const largestDocument = 8 * 1024 * 1024;

export async function readRejection(response: Response): Promise<Rejection> {
  const xml = (await readText(response)) ?? "";
  const read = (element: string) => (rootOf(xml) === "Error" ? textOf(xml, element) : undefined);
  const size = Number(read("ActualObjectSize"));
  return {
    status: response.status,
    code: read("Code"),
    bucket: read("BucketName"),
    region: regionName(response.headers.get("x-amz-bucket-region") ?? read("Region")),
    objectSize: Number.isSafeInteger(size) && size >= 0 ? size : undefined,
  };
}

/** The body; undefined for more than a listing can be: a service that never stops must not fill the memory. */
export async function readText(response: Response): Promise<string | undefined> {
  if (response.body === null) return "";
  const decoder = new TextDecoder();
  const reader = response.body.getReader();
  let text = "";
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return text + decoder.decode();
    text += decoder.decode(value, { stream: true });
    if (text.length > largestDocument) {
      reader.cancel().catch(() => {});
      return undefined;
    }
  }
}

/** It is signed and shown in messages, so only what can be a region's name is taken. */
function regionName(text: string | null | undefined): string | undefined {
  return text && /^[a-z0-9-]{1,40}$/i.test(text) ? text : undefined;
}
