// The way out of openapi-typescript (docs/adr): a second generator's types say the same as ours, operation by operation.
// The compiler is the judge; `npm run test:generators` makes out/hey-api and compiles this file.
import type { operations } from "../../src/generated/schema.ts";
import type * as HeyApi from "./out/hey-api/types.gen.ts";

/** The same operations as @hey-api/openapi-ts names them. A new operation does not compile until it is here. */
interface Theirs extends Record<keyof operations, [data: object, responses: object]> {
  addSandboxMount: [HeyApi.AddSandboxMountData, HeyApi.AddSandboxMountResponses];
  createSandbox: [HeyApi.CreateSandboxData, HeyApi.CreateSandboxResponses];
  deleteSandbox: [HeyApi.DeleteSandboxData, HeyApi.DeleteSandboxResponses];
  deleteSandboxMount: [HeyApi.DeleteSandboxMountData, HeyApi.DeleteSandboxMountResponses];
  getSandbox: [HeyApi.GetSandboxData, HeyApi.GetSandboxResponses];
  listSandboxes: [HeyApi.ListSandboxesData, HeyApi.ListSandboxesResponses];
  pauseSandbox: [HeyApi.PauseSandboxData, HeyApi.PauseSandboxResponses];
  startSandbox: [HeyApi.StartSandboxData, HeyApi.StartSandboxResponses];
  stopSandbox: [HeyApi.StopSandboxData, HeyApi.StopSandboxResponses];
  updateSandboxMount: [HeyApi.UpdateSandboxMountData, HeyApi.UpdateSandboxMountResponses];
}

/** What both are reduced to: where a generator keeps it differs, what it is must not. */
interface Parts<Path, Query, Body, Response> {
  readonly path: Path;
  readonly query: Query;
  readonly body: Body;
  readonly response: Response;
}

// Difference 1: a part that an operation does not have is `never` or `undefined`, optional or missing.
type Given<T> = [NonNullable<T>] extends [never] ? "none" : NonNullable<T>;
type At<T, Key extends string> = Key extends keyof T ? Given<T[Key]> : "none";

type Json<T> = T extends { content: { "application/json": infer Body } } ? Body : "none";
type Success = 200 | 201 | 204;
type OurResponse<Responses> = Json<Responses[keyof Responses & Success]>;
// Difference 2: a response without a body is `void` there, and `content?: never` here.
type TheirResponse<Responses> = Responses[keyof Responses] extends infer Body
  ? // biome-ignore lint/suspicious/noConfusingVoidType: it is what they return.
    [Body] extends [void]
    ? "none"
    : Body
  : never;

type Ours = {
  [Id in keyof operations]: Parts<
    At<operations[Id]["parameters"], "path">,
    At<operations[Id]["parameters"], "query">,
    operations[Id] extends { requestBody: infer Body } ? Json<Body> : "none",
    OurResponse<operations[Id]["responses"]>
  >;
};
type TheirParts = {
  [Id in keyof operations]: Parts<
    At<Theirs[Id][0], "path">,
    At<Theirs[Id][0], "query">,
    At<Theirs[Id][0], "body">,
    TheirResponse<Theirs[Id][1]>
  >;
};

// Difference 3, under `exactOptionalPropertyTypes` alone: what may be left out may also be `undefined` here, not there.
// This folder compiles without that option.

/** `true` for each operation whose parts can be assigned both ways; otherwise the name of the part that cannot. */
export type Assignable<A extends Record<Id, object>, B extends Record<Id, object>, Id extends PropertyKey> = {
  [Each in Id]: {
    [Part in keyof A[Each] & keyof B[Each]]: [A[Each][Part], B[Each][Part]] extends [
      B[Each][Part],
      A[Each][Part],
    ]
      ? never
      : Part;
  }[keyof A[Each] & keyof B[Each]] extends infer Differing
    ? [Differing] extends [never]
      ? true
      : Differing
    : never;
};

export const same = {} as Assignable<Ours, TheirParts, keyof operations> satisfies Record<
  keyof operations,
  true
>;

// What it has to object to: a body that has lost a field, and a response whose state is closed.
type Lost = Omit<TheirParts, "addSandboxMount" | "getSandbox"> & {
  addSandboxMount: Omit<TheirParts["addSandboxMount"], "body"> & {
    body: Omit<TheirParts["addSandboxMount"]["body"], "endpoint">;
  };
  getSandbox: Omit<TheirParts["getSandbox"], "response"> & {
    response: Omit<TheirParts["getSandbox"]["response"], "state"> & { state: "running" | "paused" };
  };
};
export const found = {} as Assignable<Ours, Lost, keyof operations> satisfies {
  addSandboxMount: "body";
  getSandbox: "response";
  pauseSandbox: true;
};
