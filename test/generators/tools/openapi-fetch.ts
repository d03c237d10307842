import { ok, type Tool } from "../scenario.ts";

// What this project is built with, as others would use it: no wrapper, no transport.
export default {
  package: "openapi-typescript openapi-fetch",
  command: "openapi-typescript out/openapi.json --output out/openapi-fetch.ts --default-non-nullable=false",
  async calls({ url, apiKey }) {
    const { default: createClient } = await import("openapi-fetch");
    const api = createClient<import("../out/openapi-fetch.ts").paths>({
      baseUrl: url,
      headers: { authorization: `Bearer ${apiKey}` },
    });
    const one = (sandboxID: string) => ({ params: { path: { sandboxID } } });
    const both = (sandboxID: string, mountID: string) => ({ params: { path: { sandboxID, mountID } } });
    return {
      create: async (body) => ok(await api.POST("/v1/sandbox/", { body })),
      get: async (sandboxID) => ok(await api.GET("/v1/sandbox/{sandboxID}/", one(sandboxID))),
      list: async (query) => ok(await api.GET("/v1/sandboxes", { params: { query } })),
      pause: async (sandboxID) => ok(await api.POST("/v1/sandbox/{sandboxID}/pause", one(sandboxID))),
      delete: async (sandboxID) => ok(await api.DELETE("/v1/sandbox/{sandboxID}/", one(sandboxID))),
      addMount: async (sandboxID, body) =>
        ok(await api.POST("/v1/sandbox/{sandboxID}/mounts", { ...one(sandboxID), body })),
      updateMount: async (sandboxID, mountID, body) =>
        ok(
          await api.PATCH("/v1/sandbox/{sandboxID}/mounts/{mountID}", { ...both(sandboxID, mountID), body }),
        ),
      deleteMount: async (sandboxID, mountID) =>
        ok(await api.DELETE("/v1/sandbox/{sandboxID}/mounts/{mountID}", both(sandboxID, mountID))),
    };
  },
  faults: [],
} satisfies Tool;
