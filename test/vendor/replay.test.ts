import { createEmulator } from "leap0-fetch/emulator";
import { describe, expect, it, onTestFinished } from "vitest";

/** A request as an official client writes it, and what that client demands of the response. */
interface VendorRequest {
  /** Method and path. `{id}` is the sandbox that the client created, `{mount}` the mount that it added. */
  readonly sends: string;
  readonly body?: object;
  readonly status: number;
  /** Fields that must be there, with the type that the client's parser takes. */
  readonly needs?: Readonly<Record<string, "string" | "number" | "boolean" | "object">>;
  /** Fields whose `null` the client's parser rejects. */
  readonly never?: readonly string[];
}

const text = "string";
const sandbox = {
  id: text,
  template_id: text,
  state: text,
  created_at: text,
  vcpu: "number",
  memory: "number",
} as const;
const never = ["network_policy"];
const template_name = "system/debian:bookworm";
const mount = {
  type: "object-storage",
  bucket: "project-assets",
  mount_path: "/data/assets",
  endpoint: "https://s3.example.com",
  access_key_id: "AKIAEXAMPLE",
  secret_access_key: "secret-of-the-bucket",
};

const create = (body: object, needs: VendorRequest["needs"] = {}): VendorRequest => ({
  sends: "POST /v1/sandbox",
  body: { template_name, ...body },
  status: 201,
  needs: { ...sandbox, ...needs },
  never,
});

/** What all of them send alike: the path of one sandbox differs in its slash. */
const lifecycle = (one: string, mountBody: object): VendorRequest[] => [
  { sends: `GET ${one}`, status: 200, needs: sandbox, never: [...never, "mounts"] },
  {
    sends: "POST /v1/sandbox/{id}/mounts",
    body: mountBody,
    status: 201,
    needs: { id: text, mount_path: text },
  },
  {
    sends: "PATCH /v1/sandbox/{id}/mounts/{mount}",
    body: { read_only: false },
    status: 200,
    needs: { id: text },
  },
  { sends: "DELETE /v1/sandbox/{id}/mounts/{mount}", status: 204 },
  { sends: "POST /v1/sandbox/{id}/pause", status: 201, needs: sandbox, never },
  { sends: `DELETE ${one}`, status: 204 },
];

/** The requests on the wire, read from the clients' sources. Their spelling is theirs, slashes and all. */
const vendorClients: [name: string, headers: Record<string, string>, requests: VendorRequest[]][] = [
  [
    "leap0-js 0.1 to 0.6, with names from before April 2026",
    {
      authorization: "Bearer test-key",
      "leap0-source": "sdk-ts",
      "leap0-sdk-version": "0.6.0",
      "user-agent": "leap0-js/0.6.0",
    },
    [
      create({ vcpu: 1, memory_mib: 1024, timeout_min: 5, auto_pause: false }),
      ...lifecycle("/v1/sandbox/{id}/", { ...mount, prefix: "" }),
    ],
  ],
  [
    "leap0-js with a bare key in the other header, and a network policy",
    { "leap0-authorization": "test-key", "leap0-source": "sdk-ts" },
    [
      {
        ...create(
          {
            network_policy: {
              mode: "custom",
              allow_domains: ["*.example.com"],
              allow_cidrs: ["192.0.2.0/24"],
            },
          },
          { network_policy: "object" },
        ),
        never: [],
      },
    ],
  ],
  [
    "leap0-python",
    { authorization: "Bearer test-key", "leap0-source": "sdk-python-async" },
    [
      create(
        { vcpu: 1, memory: 1024, timeout: 300, auto_pause: false, env_vars: { MODE: "test" } },
        { disk: "number", timeout: "number", auto_pause: "boolean" },
      ),
      ...lifecycle("/v1/sandbox/{id}/", { ...mount, prefix: "images/" }),
    ],
  ],
  [
    "leap0-go, with underscores that the API does not know",
    { authorization: "Bearer test-key", "leap0-source": "sdk-go" },
    [
      create({}),
      {
        sends: "GET /v1/sandboxes?page=1&page_size=10&order_by=asc",
        status: 200,
        needs: { items: "object", total_items: "number" },
      },
      ...lifecycle("/v1/sandbox/{id}", mount),
    ],
  ],
];

async function listening() {
  const emulator = createEmulator({ apiKey: "test-key" });
  const { url, close } = await emulator.listen();
  onTestFinished(close);
  return { emulator, url };
}

/** Go's parser takes no other form of a time. */
const RFC_3339 = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)$/;

describe("the official clients work against the emulator as they are", () => {
  it.each(vendorClients)("%s", async (_, headers, requests) => {
    const { url } = await listening();
    let id = "";
    let mount = "";
    for (const { sends, body, status, needs = {}, never = [] } of requests) {
      const [method = "", path = ""] = sends.split(" ");
      const response = await fetch(url + path.replace("{id}", id).replace("{mount}", mount), {
        method,
        headers: body ? { ...headers, "content-type": "application/json" } : headers,
        // None of them follows a redirect well: the response has to come from the path that they ask for.
        redirect: "manual",
        ...(body && { body: JSON.stringify(body) }),
      });
      expect([sends, response.status]).toEqual([sends, status]);
      if (status === 204) continue;

      const read = (await response.json()) as Record<string, unknown>;
      for (const [field, type] of Object.entries(needs))
        expect([sends, field, typeof read[field]]).toEqual([sends, field, type]);
      for (const field of never) expect([sends, field, read[field]]).not.toEqual([sends, field, null]);
      if (read.created_at !== undefined) expect(read.created_at).toMatch(RFC_3339);
      if (path === "/v1/sandbox") id = String(read.id);
      if (path.endsWith("/mounts")) mount = String(read.id);
    }
  });

  it("leap0-go's update, which sends every field empty, is rejected with the fields at fault", async () => {
    const { url } = await listening();
    const headers = { authorization: "Bearer test-key", "content-type": "application/json" };
    const send = (method: string, path: string, body: object) =>
      fetch(url + path, { method, headers, body: JSON.stringify(body) });
    const created = await send("POST", "/v1/sandbox", { template_name });
    const { id } = (await created.json()) as { id: string };
    const { access_key_id: _, secret_access_key: __, ...open } = mount;
    const added = (await (await send("POST", `/v1/sandbox/${id}/mounts`, open)).json()) as { id: string };
    const empty = { bucket: "", mount_path: "", endpoint: "", prefix: "", read_only: true };
    const rejected = await send("PATCH", `/v1/sandbox/${id}/mounts/${added.id}`, empty);
    const { errors } = (await rejected.json()) as { errors: { field: string }[] };
    expect(rejected.status).toBe(400);
    expect(new Set(errors.map(({ field }) => field))).toEqual(new Set(["mount_path", "endpoint"]));
  });

  it("a sandbox wakes over plain http with the sandbox host in a header, since they call it with https only", async () => {
    const { url, emulator } = await listening();
    const headers = { authorization: "Bearer test-key" };
    const body = JSON.stringify({ template_name: "t" });
    const json = { ...headers, "content-type": "application/json" };
    const created = await fetch(`${url}/v1/sandbox`, { method: "POST", headers: json, body });
    const { id } = (await created.json()) as { id: string };
    await fetch(`${url}/v1/sandbox/${id}/pause`, { method: "POST", headers });
    const woken = await fetch(`${url}/`, { headers: { ...headers, "x-forwarded-host": `${id}.localhost` } });
    expect(woken.status).toBe(200);
    expect(emulator.export().sandboxes[0]?.state).toBe("running");
  });

  it.each([
    ["POST", "/v1/sandbox/{id}/presigned-url"],
    ["GET", "/v1/sandbox/{id}/system/workdir"],
    ["POST", "/v1/sandbox/{id}/snapshot/create"],
    ["GET", "/v1/snapshots"],
    ["POST", "/v1/template"],
  ])("%s %s, which is not emulated, says so", async (method, path) => {
    const { url } = await listening();
    const response = await fetch(url + path.replace("{id}", "sbx-a"), {
      method,
      headers: { authorization: "Bearer test-key" },
    });
    const { message } = (await response.json()) as { message: string };
    expect([response.status, message]).toEqual([404, expect.stringContaining("not emulated")]);
  });
});
