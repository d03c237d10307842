import type { CallOptions } from "../config/options.ts";
import type { paths } from "../generated/schema.ts";
import type {
  Client,
  MaybeOptionalInit,
  ParamsOption,
  ParseAsResponse,
  RequestBodyOption,
} from "./openapi-fetch.ts";

// The responses are typed here and not by openapi-fetch: its `Readable` maps every type, and turns an open enum into an
// object with the methods of a string. Nothing here needs it, since requests and responses have schemas of their own.

type Verb = "get" | "put" | "post" | "delete" | "options" | "head" | "patch" | "trace";
type Original = Client<paths, "application/json">;

/** What the client's methods call: it takes this package's options by themselves, and resolves with the decoded body. */
export type ThrowingApi = <Method extends Uppercase<Verb>, Path extends PathWith<Lowercase<Method>>>(
  method: Method,
  path: Path,
  init: ParamsOption<paths[Path][Lowercase<Method>]> & RequestBodyOption<paths[Path][Lowercase<Method>]>,
  options?: CallOptions,
) => Promise<Success<paths[Path][Lowercase<Method>]>>;

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
type RequiredKeys<T> = RequiredKey<T> extends undefined ? never : RequiredKey<T>;
// biome-ignore lint/complexity/noBannedTypes: letter by letter as openapi-fetch has it, or the two do not fit.
type RequiredKey<T> = { [Key in keyof T]: {} extends Pick<T, Key> ? never : Key }[keyof T];
type Rest = { [name: string]: unknown };

type Fetched<Operation, Init> = Operation extends { responses: infer Responses }
  ?
      | { data: ParseAsResponse<Success<Operation>, Init>; error?: never; response: Response }
      | { data?: never; error: Json<Responses[Exclude<keyof Responses, SuccessStatus>]>; response: Response }
  : never;

type Success<Operation> = Operation extends { responses: infer Responses }
  ? Json<Responses[keyof Responses & SuccessStatus]>
  : never;

type SuccessStatus = 200 | 201 | 202 | 203 | 204 | 205 | 206;
type Json<Content> = Content extends { content: { "application/json": infer Body } } ? Body : undefined;
