import type { Tool } from "../scenario.ts";

export default {
  package: "typed-openapi",
  command: "typed-openapi out/openapi.json --output out/typed-openapi.ts --runtime none",
  async calls({ url, apiKey }) {
    const { createApiClient } = await import("../out/typed-openapi.ts");
    const api = createApiClient(
      {
        fetch: ({ method, url: target, urlSearchParams, parameters }) => {
          if (urlSearchParams) target.search = urlSearchParams.toString();
          return fetch(target, {
            // It gives the method in lower case, and `patch` is not `PATCH`.
            method: method.toUpperCase(),
            headers: { authorization: `Bearer ${apiKey}`, "content-type": "application/json" },
            ...(parameters?.body ? { body: JSON.stringify(parameters.body) } : {}),
          });
        },
      },
      url,
    );
    return {
      create: (body) => api.post("/v1/sandbox/", { body }),
      get: (sandboxID) => api.get("/v1/sandbox/{sandboxID}/", { path: { sandboxID } }),
      list: (query) => api.get("/v1/sandboxes", { query }),
      pause: (sandboxID) => api.post("/v1/sandbox/{sandboxID}/pause", { path: { sandboxID } }),
      delete: (sandboxID) => api.delete("/v1/sandbox/{sandboxID}/", { path: { sandboxID } }),
      addMount: (sandboxID, body) =>
        api.post("/v1/sandbox/{sandboxID}/mounts", { path: { sandboxID }, body }),
      updateMount: (sandboxID, mountID, body) =>
        api.patch("/v1/sandbox/{sandboxID}/mounts/{mountID}", { path: { sandboxID, mountID }, body }),
      deleteMount: (sandboxID, mountID) =>
        api.delete("/v1/sandbox/{sandboxID}/mounts/{mountID}", { path: { sandboxID, mountID } }),
    };
  },
  faults: [
    "Ids are pasted into the path unencoded.",
    "It gives the method in lower case, which `fetch` does not correct for `PATCH`.",
    "Its zod runtime keeps no pattern, minimum or maximum, so it was tried without.",
  ],
} satisfies Tool;
