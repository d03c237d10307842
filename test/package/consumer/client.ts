// What a user's program may rely on. It is compiled against the sources, against the packed types with several
// versions of TypeScript, and, once it was released, against every later version.
import {
  ApiError,
  BadRequestError,
  type CallOptions,
  type ClientOptions,
  ConflictError,
  ConnectionError,
  InvalidRequestError,
  isSandboxState,
  Leap0Client,
  Leap0Error,
  type Leap0Event,
  type Mount,
  type MountRequest,
  type MountUpdate,
  NotFoundError,
  type OperationError,
  RateLimitError,
  type Sandbox,
  type SandboxCreate,
  type SandboxList,
  type SandboxListItem,
  type SandboxState,
  type SandboxStatus,
  ServerError,
  TimeoutError,
  UnexpectedResponseError,
} from "leap0-fetch";

type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
const same = <A, B>(_: Same<A, B>): void => {};

export const options: ClientOptions = {
  apiKey: async () => "key",
  authHeader: "leap0-authorization",
  baseUrl: "https://api.leap0.dev",
  sandboxDomain: "sandbox.leap0.dev",
  timeoutMs: 1_000,
  totalTimeoutMs: 5_000,
  maxRetries: 1,
  rateLimit: { requests: 10, perMs: 1_000 },
  headers: { "x-team": "blue" },
  fetch: (url, init) => fetch(url, init),
  onEvent: (event) => void describe(event),
  dangerouslyAllowBrowser: false,
};

function describe(event: Leap0Event): string {
  switch (event.type) {
    case "retry":
      return `${event.operation} again in ${event.waitMs} ms`;
    case "response":
      return `${event.operation} ${event.status} in ${event.durationMs} ms`;
    default:
      return event.type;
  }
}

const call: CallOptions = {
  signal: AbortSignal.timeout(1_000),
  timeoutMs: 1,
  totalTimeoutMs: 2,
  maxRetries: 0,
  headers: {},
};

const mount: MountRequest = {
  type: "object-storage",
  bucket: "project-assets",
  mount_path: "/data/assets",
  endpoint: "https://s3.example.com",
  prefix: "reports/",
  read_only: true,
  access_key_id: "id",
  secret_access_key: "secret",
};
const update: MountUpdate = { prefix: "", read_only: false };
const body: SandboxCreate = { template_name: "system/debian:bookworm", mounts: [mount], auto_pause: true };

export async function everyMethod(client = new Leap0Client(options)): Promise<void> {
  const sandbox: Sandbox = await client.sandboxes.create(body, call);
  const status: SandboxStatus = await client.sandboxes.get(sandbox.id, call);
  const state: SandboxState = status.state;
  const page: SandboxList = await client.sandboxes.list({ state: "paused", "page-size": 5 }, call);
  const items: SandboxListItem[] = page.items;
  for await (const item of client.sandboxes.list()) items.push(item);
  same<typeof sandbox.id, string>(true);
  await client.sandboxes.pause(sandbox.id, call);
  await client.sandboxes.resume(sandbox.id, call);
  await client.sandboxes.stop(sandbox.id, call);
  await client.sandboxes.start(sandbox.id, call);
  if (isSandboxState(state)) await client.sandboxes.waitFor(sandbox.id, state, call);
  await client.sandboxes.waitFor(sandbox.id, ["running", "paused"]);
  const added: Mount = await client.mounts.add(sandbox.id, mount, call);
  const mounts: Mount[] = await client.mounts.list(sandbox.id, call);
  await client.mounts.update(sandbox.id, added.id, update, call);
  await client.mounts.ensure(sandbox.id, mount, call);
  await client.mounts.delete(sandbox.id, mounts[0]?.id ?? added.id, call);
  same<Awaited<ReturnType<typeof client.sandboxes.delete>>, void>(true);
  await client.sandboxes.delete(sandbox.id, call);
}

export async function throughTheApi(client: Leap0Client): Promise<string> {
  const { data, error, response } = await client.api.POST("/v1/sandbox/{sandboxID}/mounts", {
    params: { path: { sandboxID: "sbx-abc123" } },
    body: mount,
  });
  return data ? data.id : `${response.status} ${error.message}`;
}

export function explain(error: unknown): string {
  if (error instanceof BadRequestError)
    return error.errors.map((each) => `${each.field} ${each.error}`).join();
  if (error instanceof NotFoundError || error instanceof ConflictError) return error.message;
  if (error instanceof RateLimitError) return `again in ${error.retryAfterMs ?? 0} ms`;
  if (error instanceof ServerError || error instanceof ApiError) return `${error.status} ${error.attempts}`;
  if (error instanceof TimeoutError) return error.limit;
  if (error instanceof ConnectionError) return error.outcomeUnknown ? "look" : "again";
  if (error instanceof UnexpectedResponseError) return `${error.status}`;
  if (error instanceof InvalidRequestError) return error.message;
  return error instanceof Leap0Error ? (error.operation ?? "") : "";
}

export function narrowed(error: OperationError<"addSandboxMount">): string {
  if (!("status" in error)) return error.message;
  switch (error.status) {
    case 400:
      return "a field";
    case 409:
      return "the limit of mounts";
    default:
      return error.message;
  }
}

// What may not compile, so that a type that turns into `any` is noticed.
export async function refused(client: Leap0Client): Promise<void> {
  // @ts-expect-error the template is required
  await client.sandboxes.create({});
  // @ts-expect-error a misspelt field
  await client.mounts.update("sbx-abc123", "mnt-abc123", { mountPath: "/data" });
  // @ts-expect-error a misspelt option
  await client.sandboxes.get("sbx-abc123", { timeout: 1 });
  // @ts-expect-error no such path
  await client.api.GET("/v1/sandbox/{sandboxID}/mounts", {});
  // @ts-expect-error credentials are never returned
  (await client.mounts.list("sbx-abc123"))[0]?.secret_access_key;
}
