import type { Rejection } from "../../storage/rejection.ts";

/** JSON, without the body for HEAD. */
export function json(
  method: string,
  status: number,
  body: unknown,
  headers: Record<string, string> = {},
): Response {
  return new Response(method === "HEAD" ? null : JSON.stringify(body), {
    status,
    headers: { "content-type": "application/json", "x-content-type-options": "nosniff", ...headers },
  });
}

export function failure(method: string, status: number, headers?: Record<string, string>): Response {
  return json(method, status, { message: messages[status] ?? messages[502] }, headers);
}

/** What a rejection by the storage becomes for the caller who asked for a file. Nothing of its own wording is kept. */
export function failureOf(method: string, { status, code, objectSize }: Rejection): Response {
  if (status === 416) {
    return failure(method, 416, objectSize === undefined ? {} : { "content-range": `bytes */${objectSize}` });
  }
  if (isMissing({ status, code }) || unstorable.includes(code ?? "")) return failure(method, 404);
  if (status === 401 || status === 403) return failure(method, 403);
  return failure(method, 502);
}

/** Whether the bucket is there and the object is not. HEAD has no code to tell the two apart: a listing will. */
export function isMissing({ status, code }: Pick<Rejection, "status" | "code">): boolean {
  return status === 404 && (code === undefined || code === "NoSuchKey");
}

/** Codes for a key that no object can have, because it is too long. */
const unstorable: readonly string[] = ["KeyTooLongError", "InvalidObjectName"];

const messages: Readonly<Record<number, string>> = {
  400: "The path has a segment that is not allowed: empty, a dot segment, or an encoded separator.",
  403: "The storage does not allow this to be read with the mount's credentials.",
  404: "The mount has nothing at this path.",
  405: "Mounted files can only be read: use GET or HEAD.",
  416: "The range lies outside the file.",
  502: "The mount's storage cannot be read.",
};
