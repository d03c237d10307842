// The ways in which adding a mount can fail, told apart by class and by status.
import { ApiError, Leap0Client, Leap0Error, type MountRequest, type OperationError } from "leap0-fetch";
import { createEmulator, type Fault } from "leap0-fetch/emulator";

/** What the description says that this operation can throw; the compiler knows the fields of each case. */
function explain(error: OperationError<"addSandboxMount">): string {
  if (!(error instanceof ApiError)) return error.message;
  switch (error.status) {
    case 400:
      return error.errors.map((invalid) => `${invalid.field} ${invalid.error}`).join("; ");
    case 401:
      return "the API key is not accepted";
    case 404:
      return "there is no such sandbox";
    case 409:
      return "the sandbox is not running, or has all the mounts that it can have";
    case 429:
      return `too many requests, wait ${error.retryAfterMs ?? 1000} ms`;
    default:
      return `the API failed with ${error.status}`;
  }
}

const emulator = createEmulator({ apiKey: "test-key" });
const client = new Leap0Client({ apiKey: "test-key", fetch: emulator.fetch, maxRetries: 0 });
const stranger = new Leap0Client({ apiKey: "another-key", fetch: emulator.fetch });
const { id } = await client.sandboxes.create({ template_name: "system/debian:bookworm" });

const mount: MountRequest = {
  type: "object-storage",
  bucket: "project-assets",
  mount_path: "/data",
  endpoint: "https://s3.example.com",
};

/** Spoils the next request, to have something to explain. */
const next = (fault: Fault) => emulator.inject({ operation: "addSandboxMount", fault });

const failures: Record<string, () => Promise<unknown>> = {
  "a wrong field": () => client.mounts.add(id, { ...mount, mount_path: "data" }),
  "a wrong key": () => stranger.mounts.add(id, mount),
  "no such sandbox": () => client.mounts.add("sbx-nowhere", mount),
  "an id that is a path": () => client.mounts.add("..", mount),
  "no capacity": () => {
    next({ kind: "status", status: 503 });
    return client.mounts.add(id, mount);
  },
  "a lost response": () => {
    next({ kind: "reset", applies: true });
    return client.mounts.add(id, mount);
  },
  "a slow response": () => {
    next({ kind: "stall", where: "headers" });
    return client.mounts.add(id, mount, { timeoutMs: 20 });
  },
  "an abort of our own": () =>
    client.mounts.add(id, mount, { signal: AbortSignal.abort("no longer wanted") }),
};

for (const [what, fail] of Object.entries(failures)) {
  try {
    await fail();
  } catch (error) {
    // A caller's abort rejects with the signal's own reason, which may be anything.
    if (!(error instanceof Leap0Error)) {
      console.log(`${what}: ${error}`);
      continue;
    }
    console.log(`${what}: ${error.name}: ${explain(error as OperationError<"addSandboxMount">)}`);
    // With retries on, the client reconciles by itself. `outcomeUnknown` says that it could not.
    if (error.outcomeUnknown)
      console.log(`  it may have taken effect: mounts ${(await client.mounts.list(id)).length}`);
  }
}
