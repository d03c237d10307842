import { type Api, Leap0Client, type Mount, type paths, type Sandbox, type SandboxState } from "leap0-fetch";
import type { Client } from "openapi-fetch";
import { describe, expectTypeOf, test } from "vitest";

type Data<Answer extends Promise<{ data?: unknown }>> = NonNullable<Awaited<Answer>["data"]>;

const pause = (api: Api) =>
  api.POST("/v1/sandbox/{sandboxID}/pause", { params: { path: { sandboxID: "sbx-a" } } });
const remove = (api: Api) =>
  api.DELETE("/v1/sandbox/{sandboxID}/", { params: { path: { sandboxID: "sbx-a" } } });

describe("what client.api answers", () => {
  test("has the types of the description, open enums included", () => {
    expectTypeOf<Data<ReturnType<typeof pause>>>().toEqualTypeOf<Sandbox>();
    expectTypeOf<Data<ReturnType<typeof pause>>["state"]>().toEqualTypeOf<SandboxState>();
    expectTypeOf<SandboxState>().toExtend<string>();
    expectTypeOf<Data<ReturnType<typeof pause>>["mounts"]>().toEqualTypeOf<Mount[] | null | undefined>();
  });

  test("is nothing where nothing is promised, and a message where it failed", () => {
    expectTypeOf<Awaited<ReturnType<typeof remove>>["data"]>().toEqualTypeOf<undefined>();
    expectTypeOf<NonNullable<Awaited<ReturnType<typeof pause>>["error"]>["message"]>().toEqualTypeOf<
      string | undefined
    >();
  });

  test("is what parseAs asks for", () => {
    const text = (api: Api) => api.GET("/v1/sandboxes", { parseAs: "text" });
    expectTypeOf<Data<ReturnType<typeof text>>>().toEqualTypeOf<string>();
  });

  test("and the client can be handed to those that want openapi-fetch's", () => {
    const taken = (_: Client<paths, "application/json">) => {};
    expectTypeOf(taken).toBeCallableWith(new Leap0Client({ apiKey: "k" }).api);
  });
});
