import type { Document, Fields } from "../../scripts/spec-diff/document.ts";

type Property = { type?: unknown; [name: string]: unknown };

/** A small description with its parts at hand, so that a test can change one of them. */
export function base() {
  const pet = {
    type: "object",
    required: ["kind"],
    properties: {
      kind: { type: "string", enum: ["cat", "dog"] },
      size: { type: "integer", maximum: 10, default: 1 },
    } as { kind: { type: string; enum: string[] }; size: Property },
  };
  const answer = {
    type: "object",
    required: ["id"],
    properties: {
      id: { type: "string" },
      mood: { type: "string", enum: ["good", "bad"] },
      state: { type: "string", enum: ["well"], "x-open-enum": true },
      toys: {
        type: "array",
        items: { type: "object", properties: { name: { type: "string" } } as Record<string, Property> },
      },
    } as {
      id: Property;
      mood: { enum: string[] };
      state: { enum: string[] };
      toys: { items: { properties: Record<string, Property> } };
    },
  };
  const body: Record<string, unknown> = { schema: pet };
  const page = { name: "page", in: "query", schema: { type: "integer" } };
  const responses: Record<string, Fields> = {
    200: { description: "Fed.", content: { "application/json": { schema: answer } } },
  };
  const operation = {
    operationId: "feed",
    summary: "Feed a pet",
    parameters: [{ name: "petID", in: "path", required: true, schema: { type: "string" } }, page],
    requestBody: { required: true, content: { "application/json": body } },
    responses,
  };
  const paths: Record<string, Record<string, unknown>> = { "/pets/{petID}/": { post: operation } };
  return { openapi: "3.1.0", paths, parts: { pet, answer, body, page, responses, operation } };
}

type Base = ReturnType<typeof base>;

/** A changed copy. */
export function changed(change: (given: Base & { document: Document }) => void): Document {
  const document = base();
  change(Object.assign(document, { document: document as Document }) as Base & { document: Document });
  return document;
}
