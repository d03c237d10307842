import { ok, type Tool } from "./scenario.ts";

/** The code generators, by name. Their clients are compiled in this file, and taken through the scenario. */
export const tools: Readonly<Record<string, Tool>> = {
  "hey-api": {
    package: "@hey-api/openapi-ts",
    command:
      "openapi-ts --input ./out/openapi.json --output out/hey-api --plugins @hey-api/client-fetch @hey-api/typescript @hey-api/sdk zod",
    async calls({ url, apiKey }) {
      const sdk = await import("./out/hey-api/index.ts");
      const { client } = await import("./out/hey-api/client.gen.ts");
      client.setConfig({ baseUrl: url, auth: () => apiKey });
      return {
        create: async (body) => ok(await sdk.createSandbox({ body })),
        get: async (sandboxID) => ok(await sdk.getSandbox({ path: { sandboxID } })),
        list: async (query) => ok(await sdk.listSandboxes({ query })),
        pause: async (sandboxID) => ok(await sdk.pauseSandbox({ path: { sandboxID } })),
        delete: async (sandboxID) => ok(await sdk.deleteSandbox({ path: { sandboxID } })),
        addMount: async (sandboxID, body) => ok(await sdk.addSandboxMount({ path: { sandboxID }, body })),
        updateMount: async (sandboxID, mountID, body) =>
          ok(await sdk.updateSandboxMount({ path: { sandboxID, mountID }, body })),
        deleteMount: async (sandboxID, mountID) =>
          ok(await sdk.deleteSandboxMount({ path: { sandboxID, mountID } })),
      };
    },
    async validate(mount) {
      const { zAddSandboxMountBody } = await import("./out/hey-api/zod.gen.ts");
      return zAddSandboxMountBody.parse(mount);
    },
    faults: [
      "zod: `multipleOf` is dropped, so an odd `memory` passes; `timeout_at` (`int64`) becomes a `bigint`.",
      "`not` is dropped: `type` in an update compiles and passes.",
    ],
  },

  kubb: {
    package: "@kubb/cli",
    command: "kubb generate --config out/kubb.config.ts",
    files: {
      "kubb.config.ts": `import { defineConfig } from "@kubb/core";
import { pluginClient } from "@kubb/plugin-client";
import { pluginOas } from "@kubb/plugin-oas";
import { pluginTs } from "@kubb/plugin-ts";
import { pluginZod } from "@kubb/plugin-zod";

export default defineConfig({
  root: ".",
  input: { path: "out/openapi.json" },
  output: { path: "out/kubb", format: false, lint: false },
  plugins: [
    pluginOas({ generators: [] }),
    pluginTs(),
    pluginZod({ output: { path: "zod" } }),
    pluginClient({ parser: "zod", client: "fetch", output: { path: "clients" } }),
  ],
});
`,
    },
    async calls({ url, apiKey }) {
      const api = await import("./out/kubb/index.ts");
      const { default: client } = await import("@kubb/plugin-client/clients/fetch");
      client.setConfig({
        baseURL: url,
        headers: { authorization: `Bearer ${apiKey}`, "content-type": "application/json" },
      });
      return {
        create: (body) => api.createSandbox(body),
        get: (sandboxID) => api.getSandbox(sandboxID),
        list: (query) => api.listSandboxes(query),
        pause: (sandboxID) => api.pauseSandbox(sandboxID),
        delete: (sandboxID) => api.deleteSandbox(sandboxID),
        addMount: (sandboxID, body) => api.addSandboxMount(sandboxID, body),
        updateMount: (sandboxID, mountID, body) => api.updateSandboxMount(sandboxID, mountID, body),
        deleteMount: (sandboxID, mountID) => api.deleteSandboxMount(sandboxID, mountID),
      };
    },
    async validate(mount) {
      const { addSandboxMountMutationRequestSchema } = await import("./out/kubb/index.ts");
      return addSandboxMountMutationRequestSchema.parse(mount);
    },
    faults: [
      "Its fetch client sends no `content-type` and returns failures as data; the caller has to set the header.",
      "Ids are pasted into the path unencoded.",
      "zod: the pattern of a string with a `format` is dropped (`endpoint`), and `multipleOf`.",
    ],
  },

  oazapfts: {
    package: "oazapfts",
    command: "oazapfts out/openapi.json out/oazapfts.ts",
    async calls({ url, apiKey }) {
      const api = await import("./out/oazapfts.ts");
      const { ok } = await import("@oazapfts/runtime");
      api.defaults.baseUrl = url;
      api.defaults.headers = { authorization: `Bearer ${apiKey}` };
      return {
        create: (body) => ok(api.createSandbox(body)),
        get: (sandboxID) => ok(api.getSandbox(sandboxID)),
        list: ({ "page-size": pageSize, "order-by": orderBy, ...query }) =>
          ok(api.listSandboxes({ pageSize, orderBy, ...query })),
        pause: (sandboxID) => ok(api.pauseSandbox(sandboxID)),
        delete: (sandboxID) => ok(api.deleteSandbox(sandboxID)),
        addMount: (sandboxID, body) => ok(api.addSandboxMount(sandboxID, body)),
        updateMount: (sandboxID, mountID, body) => ok(api.updateSandboxMount(sandboxID, mountID, body)),
        deleteMount: (sandboxID, mountID) => ok(api.deleteSandboxMount(sandboxID, mountID)),
      };
    },
    faults: [],
  },

  // What this project is built with, as others would use it: no wrapper, no transport.
  "openapi-fetch": {
    package: "openapi-typescript openapi-fetch",
    command: "openapi-typescript out/openapi.json --output out/openapi-fetch.ts --default-non-nullable=false",
    async calls({ url, apiKey }) {
      const { default: createClient } = await import("openapi-fetch");
      const api = createClient<import("./out/openapi-fetch.ts").paths>({
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
            await api.PATCH("/v1/sandbox/{sandboxID}/mounts/{mountID}", {
              ...both(sandboxID, mountID),
              body,
            }),
          ),
        deleteMount: async (sandboxID, mountID) =>
          ok(await api.DELETE("/v1/sandbox/{sandboxID}/mounts/{mountID}", both(sandboxID, mountID))),
      };
    },
    faults: [],
  },

  "openapi-zod-client": {
    package: "openapi-zod-client",
    command: "openapi-zod-client out/openapi.json --output out/openapi-zod-client.ts",
    async calls({ url, apiKey }) {
      const { createApiClient } = await import("./out/openapi-zod-client.ts");
      const api = createApiClient(url, {
        axiosConfig: { headers: { authorization: `Bearer ${apiKey}` } },
      });
      return {
        create: (body) => api.createSandbox(body),
        get: (sandboxID) => api.getSandbox({ params: { sandboxID } }),
        list: (queries) => api.listSandboxes({ queries }),
        pause: (sandboxID) => api.pauseSandbox(undefined, { params: { sandboxID } }),
        delete: (sandboxID) => api.deleteSandbox(undefined, { params: { sandboxID } }),
        addMount: (sandboxID, body) => api.addSandboxMount(body, { params: { sandboxID } }),
        updateMount: (sandboxID, mountID, body) =>
          api.updateSandboxMount(body, { params: { sandboxID, mountID } }),
        deleteMount: (sandboxID, mountID) =>
          api.deleteSandboxMount(undefined, { params: { sandboxID, mountID } }),
      };
    },
    async validate(mount) {
      const { schemas } = await import("./out/openapi-zod-client.ts");
      return schemas.MountRequest.parse(mount);
    },
    faults: ["Ids are pasted into the path unencoded."],
  },

  orval: {
    package: "orval",
    command: "orval --config out/orval.config.ts",
    files: {
      "orval.config.ts": `export default {
  client: {
    input: "openapi.json",
    output: { target: "orval/client.ts", client: "fetch", baseUrl: { getBaseUrlFromSpecification: true, index: 1 } },
  },
  zod: { input: "openapi.json", output: { target: "orval/zod.ts", client: "zod" } },
};
`,
    },
    async calls({ url, apiKey }) {
      const api = await import("./out/orval/client.ts");
      const options = { headers: { authorization: `Bearer ${apiKey}` } };
      // The client has its base URL built in.
      const { fetch } = globalThis;
      globalThis.fetch = (target, init) => fetch(String(target).replace("http://127.0.0.1:4010", url), init);
      const data = <Response extends { status: number; data: unknown }>({ status, data }: Response) => {
        if (status >= 400) throw new Error(JSON.stringify(data));
        return data as Extract<Response, { status: 200 | 201 | 204 }>["data"];
      };
      return {
        create: async (body) => data(await api.createSandbox(body, options)),
        get: async (sandboxID) => data(await api.getSandbox(sandboxID, options)),
        list: async (query) => data(await api.listSandboxes(query, options)),
        pause: async (sandboxID) => data(await api.pauseSandbox(sandboxID, options)),
        delete: async (sandboxID) => data(await api.deleteSandbox(sandboxID, options)),
        addMount: async (sandboxID, body) => data(await api.addSandboxMount(sandboxID, body, options)),
        updateMount: async (sandboxID, mountID, body) =>
          data(await api.updateSandboxMount(sandboxID, mountID, body, options)),
        deleteMount: async (sandboxID, mountID) =>
          data(await api.deleteSandboxMount(sandboxID, mountID, options)),
      };
    },
    async validate(mount) {
      const { addSandboxMountBody } = await import("./out/orval/zod.ts");
      return addSandboxMountBody.parse(mount);
    },
    faults: [
      "Ids are pasted into the path unencoded.",
      "The base URL is built in; there is no place for the key.",
    ],
  },

  redocly: {
    package: "@redocly/cli",
    command:
      "redocly generate-client out/openapi.json --output out/redocly/client.ts --generator typescript --generator zod --generator python --generator go",
    async calls({ url, apiKey }) {
      const { client } = await import("./out/redocly/client.ts");
      client.configure({ serverUrl: url, auth: { bearer: apiKey } });
      return {
        create: (body) => client.createSandbox({ body }),
        get: (sandboxID) => client.getSandbox({ path: { sandboxID } }),
        list: (query) => client.listSandboxes({ query }),
        pause: (sandboxID) => client.pauseSandbox({ path: { sandboxID } }),
        delete: (sandboxID) => client.deleteSandbox({ path: { sandboxID } }),
        addMount: (sandboxID, body) => client.addSandboxMount({ path: { sandboxID }, body }),
        updateMount: (sandboxID, mountID, body) =>
          client.updateSandboxMount({ path: { sandboxID, mountID }, body }),
        deleteMount: (sandboxID, mountID) => client.deleteSandboxMount({ path: { sandboxID, mountID } }),
      };
    },
    async validate(mount) {
      const { MountRequestSchema } = await import("./out/redocly/client.zod.ts");
      return MountRequestSchema.parse(mount);
    },
    compilers: ["python3 -m py_compile out/redocly/client.py", "go vet out/redocly/client.go"],
    faults: ["The clients in Python and Go were compiled where a compiler was there, not run."],
  },

  "swagger-typescript-api": {
    package: "swagger-typescript-api",
    command:
      "swagger-typescript-api generate --path out/openapi.json --output out/swagger-typescript-api --name client.ts --generate-union-enums",
    async calls({ url, apiKey }) {
      const { Api } = await import("./out/swagger-typescript-api/client.ts");
      const { v1 } = new Api({
        baseUrl: url,
        baseApiParams: { secure: true },
        securityWorker: () => ({ headers: { authorization: `Bearer ${apiKey}` } }),
      });
      return {
        create: async (body) => (await v1.createSandbox(body)).data,
        get: async (sandboxID) => (await v1.getSandbox(sandboxID)).data,
        list: async (query) => (await v1.listSandboxes(query)).data,
        pause: async (sandboxID) => (await v1.pauseSandbox(sandboxID)).data,
        delete: (sandboxID) => v1.deleteSandbox(sandboxID),
        addMount: async (sandboxID, body) => (await v1.addSandboxMount(sandboxID, body)).data,
        updateMount: async (sandboxID, mountID, body) =>
          (await v1.updateSandboxMount(sandboxID, mountID, body)).data,
        deleteMount: (sandboxID, mountID) => v1.deleteSandboxMount(sandboxID, mountID),
      };
    },
    faults: [
      "Without `--generate-union-enums` a known state is a TypeScript `enum`, which takes no string.",
      "Ids are pasted into the path unencoded; redirects are followed.",
    ],
  },

  "typed-openapi": {
    package: "typed-openapi",
    command: "typed-openapi out/openapi.json --output out/typed-openapi.ts --runtime none",
    async calls({ url, apiKey }) {
      const { createApiClient } = await import("./out/typed-openapi.ts");
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
  },
};
