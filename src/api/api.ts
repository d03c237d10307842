import type { paths } from "../generated/schema.ts";
import type { Client, MaybeOptionalInit, ParseAsResponse } from "./openapi-fetch.ts";

// The answers are typed here and not by openapi-fetch: its `Readable` walks through every type, and makes an object with
// the methods of a string of an enum that is open. Nothing of ours needs it: answers have schemas of their own.

type Verb = "get" | "put" | "post" | "delete" | "options" | "head" | "patch" | "trace";
type Original = Client<paths, "application/json">;

/** The typed openapi-fetch client of this API. */
export interface Api extends Pick<Original, "use" | "eject"> {
  request: <
    Method extends Verb,
    Path extends PathWith<Method>,
    Init extends MaybeOptionalInit<paths[Path], Method>,
  >(
    method: Method,
    url: Path,
    ...init: InitArgument<Init>
  ) => Promise<Fetched<paths[Path][Method], Init>>;
  GET: ApiMethod<"get">;
  PUT: ApiMethod<"put">;
  POST: ApiMethod<"post">;
  DELETE: ApiMethod<"delete">;
  OPTIONS: ApiMethod<"options">;
  HEAD: ApiMethod<"head">;
  PATCH: ApiMethod<"patch">;
  TRACE: ApiMethod<"trace">;
}

type ApiMethod<Method extends Verb> = <
  Path extends PathWith<Method>,
  Init extends MaybeOptionalInit<paths[Path], Method>,
>(
  url: Path,
  ...init: InitArgument<Init>
) => Promise<Fetched<paths[Path][Method], Init>>;

type PathWith<Method extends Verb> = {
  // biome-ignore lint/suspicious/noExplicitAny: as openapi-fetch has it, or this client could not stand in for one of its.
  [Path in keyof paths]: paths[Path] extends { [Key in Method]: any } ? Path : never;
}[keyof paths];

type InitArgument<Init> = RequiredKeys<Init> extends never ? [(Init & Rest)?] : [Init & Rest];
type RequiredKeys<T> = Needed<T> extends undefined ? never : Needed<T>;
// biome-ignore lint/complexity/noBannedTypes: letter by letter as openapi-fetch has it, or the two do not fit.
type Needed<T> = { [Key in keyof T]: {} extends Pick<T, Key> ? never : Key }[keyof T];
type Rest = { [name: string]: unknown };

type Fetched<Operation, Init> = Operation extends { responses: infer Responses }
  ?
      | {
          data: ParseAsResponse<Json<Responses[keyof Responses & SuccessStatus]>, Init>;
          error?: never;
          response: Response;
        }
      | { data?: never; error: Json<Responses[Exclude<keyof Responses, SuccessStatus>]>; response: Response }
  : never;

type SuccessStatus = 200 | 201 | 202 | 203 | 204 | 205 | 206;
type Json<Answer> = Answer extends { content: { "application/json": infer Body } } ? Body : undefined;
