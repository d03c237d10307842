/** A request as an official client writes it, and what that client demands of the response. */
export interface VendorRequest {
  readonly does: string;
  readonly method: string;
  /** `{id}` is the sandbox that the client created, `{mount}` the mount that it added. */
  readonly path: string;
  readonly body?: object;
  readonly status: number;
  /** Fields that must be there, with the type that the client's parser takes. */
  readonly needs?: Readonly<Record<string, "string" | "number" | "boolean" | "object">>;
  /** Fields whose `null` the client's parser rejects. */
  readonly never?: readonly string[];
}

export interface VendorClient {
  readonly name: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly requests: readonly VendorRequest[];
}

const sandbox = {
  id: "string",
  template_id: "string",
  state: "string",
  vcpu: "number",
  memory: "number",
  created_at: "string",
} as const;

const mount = {
  type: "object-storage",
  bucket: "project-assets",
  mount_path: "/data/assets",
  endpoint: "https://s3.example.com",
  access_key_id: "AKIAEXAMPLE",
  secret_access_key: "secret-of-the-bucket",
} as const;

/** What all of them send alike: the path of one sandbox differs in its slash. */
function lifecycle(one: string, mountBody: object): VendorRequest[] {
  return [
    {
      does: "read",
      method: "GET",
      path: one,
      status: 200,
      needs: sandbox,
      never: ["network_policy", "mounts"],
    },
    {
      does: "add a mount",
      method: "POST",
      path: "/v1/sandbox/{id}/mounts",
      body: mountBody,
      status: 201,
      needs: { id: "string", mount_path: "string" },
    },
    {
      does: "change the mount",
      method: "PATCH",
      path: "/v1/sandbox/{id}/mounts/{mount}",
      body: { read_only: false },
      status: 200,
      needs: { id: "string" },
    },
    { does: "remove the mount", method: "DELETE", path: "/v1/sandbox/{id}/mounts/{mount}", status: 204 },
    {
      does: "pause",
      method: "POST",
      path: "/v1/sandbox/{id}/pause",
      status: 201,
      needs: sandbox,
      never: ["network_policy"],
    },
    { does: "delete", method: "DELETE", path: one, status: 204 },
  ];
}

/** The requests on the wire, read from the clients' sources. Their spelling is theirs, slashes and all. */
export const vendorClients: readonly VendorClient[] = [
  {
    name: "leap0-js 0.1 to 0.6",
    headers: {
      authorization: "Bearer test-key",
      "leap0-source": "sdk-ts",
      "leap0-sdk-version": "0.6.0",
      "user-agent": "leap0-js/0.6.0",
    },
    requests: [
      {
        does: "create, with names from before April 2026",
        method: "POST",
        path: "/v1/sandbox",
        body: {
          template_name: "system/debian:bookworm",
          vcpu: 1,
          memory_mib: 1024,
          timeout_min: 5,
          auto_pause: false,
        },
        status: 201,
        needs: sandbox,
        never: ["network_policy"],
      },
      ...lifecycle("/v1/sandbox/{id}/", { ...mount, prefix: "" }),
    ],
  },
  {
    name: "leap0-js with a bare key in the other header",
    headers: { "leap0-authorization": "test-key", "leap0-source": "sdk-ts" },
    requests: [
      {
        does: "create with a network policy",
        method: "POST",
        path: "/v1/sandbox",
        body: {
          template_name: "system/debian:bookworm",
          network_policy: { mode: "custom", allow_domains: ["*.example.com"], allow_cidrs: ["192.0.2.0/24"] },
        },
        status: 201,
        needs: { ...sandbox, network_policy: "object" },
      },
    ],
  },
  {
    name: "leap0-python",
    headers: { authorization: "Bearer test-key", "leap0-source": "sdk-python-async" },
    requests: [
      {
        does: "create",
        method: "POST",
        path: "/v1/sandbox",
        body: {
          template_name: "system/debian:bookworm",
          vcpu: 1,
          memory: 1024,
          timeout: 300,
          auto_pause: false,
          env_vars: { MODE: "test" },
        },
        status: 201,
        needs: { ...sandbox, disk: "number", timeout: "number", auto_pause: "boolean" },
        never: ["network_policy"],
      },
      ...lifecycle("/v1/sandbox/{id}/", { ...mount, prefix: "images/" }),
    ],
  },
  {
    name: "leap0-go",
    headers: { authorization: "Bearer test-key", "leap0-source": "sdk-go" },
    requests: [
      {
        does: "create",
        method: "POST",
        path: "/v1/sandbox",
        body: { template_name: "system/debian:bookworm" },
        status: 201,
        needs: sandbox,
      },
      {
        does: "list, with underscores that the API does not know",
        method: "GET",
        path: "/v1/sandboxes?page=1&page_size=10&order_by=asc",
        status: 200,
        needs: { items: "object", total_items: "number" },
      },
      ...lifecycle("/v1/sandbox/{id}", mount),
    ],
  },
];
