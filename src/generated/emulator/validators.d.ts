// Generated from spec/ by `npm run generate`. Edit the description, not this file.

import type { operations } from "../schema.ts";

/** One thing that is wrong, and where: `instancePath` is a JSON pointer into what was checked. */
export interface Problem {
  readonly instancePath: string;
  readonly schemaPath: string;
  readonly keyword: string;
  readonly params: Readonly<Record<string, unknown>>;
  readonly message?: string;
}

/** Whether the data is as described; when it is not, `errors` holds the problems until the next call. */
export interface Validate<T = unknown> {
  (data: unknown): data is T;
  errors?: Problem[] | null;
}

type Json<T> = T extends { content: { "application/json": infer Body } } ? Body : never;
type WithBody = {
  [Id in keyof operations]: operations[Id] extends { requestBody: object } ? Id : never;
}[keyof operations];
type WithQuery = {
  [Id in keyof operations]: operations[Id] extends { parameters: { query?: never } } ? never : Id;
}[keyof operations];
type ResponseChecks<Responses> = {
  readonly [Status in keyof Responses as Json<Responses[Status]> extends never ? never : Status]: Validate<
    Json<Responses[Status]>
  >;
};

/** JSON request bodies by operation. */
export const bodies: { readonly [Id in WithBody]: Validate<Json<operations[Id]["requestBody"]>> };

/** Query parameters by operation. The object that is checked is changed: text to numbers, defaults filled in. */
export const queries: {
  readonly [Id in WithQuery]: Validate<NonNullable<operations[Id]["parameters"]["query"]>>;
};

/** JSON responses by operation and status. Open enums are closed here: the emulator checks its own responses. */
export const responses: { readonly [Id in keyof operations]: ResponseChecks<operations[Id]["responses"]> };
