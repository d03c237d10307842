// One bucket for many sandboxes: all at once, with progress, and in such a way that a run which was interrupted goes on
// where it stopped. Pace, retries and what is under way at once are the client's affair, so the program needs no queue.
import { appendFile, mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Leap0Client, type MountRequest } from "leap0-fetch";
import { createEmulator } from "leap0-fetch/emulator";

interface Report {
  /** In this run and those before. */
  readonly attached: number;
  readonly failed: readonly { readonly id: string; readonly why: string }[];
}

interface Run {
  readonly journal: string;
  readonly signal?: AbortSignal;
  onProgress(done: number): void;
}

/**
 * Makes every sandbox have the mount. Sandboxes in the journal, a file of ids, are left out, and each that is done is
 * written there. Without the journal a second run would do no harm either: `ensure` reads, and adds what is missing.
 */
async function attach(
  client: Leap0Client,
  ids: readonly string[],
  mount: MountRequest,
  { journal, signal, onProgress }: Run,
): Promise<Report> {
  const done = new Set((await readFile(journal, "utf8").catch(() => "")).split("\n").filter(Boolean));
  const open = ids.filter((id) => !done.has(id));
  const failed: { id: string; why: string }[] = [];

  await Promise.all(
    open.map(async (id) => {
      try {
        await client.mounts.ensure(id, mount, { signal });
        await appendFile(journal, `${id}\n`);
        onProgress(done.add(id).size);
      } catch (error) {
        if (signal?.aborted) return;
        failed.push({ id, why: error instanceof Error ? error.message : String(error) });
      }
    }),
  );
  return { attached: done.size, failed };
}

const ids = Array.from({ length: 200 }, (_, at) => `sbx-${String(at).padStart(3, "0")}`);
const emulator = createEmulator({
  apiKey: "test-key",
  state: {
    version: 1,
    // One of them is stopped: it takes no mounts.
    sandboxes: ids.map((id) => ({ id, state: id === "sbx-007" ? "stopped" : "running" })),
  },
});
// Mounting takes a moment, as it does where it is real.
emulator.inject({ operation: "addSandboxMount", fault: { kind: "delay", ms: 20 }, times: Infinity });
const client = new Leap0Client({
  apiKey: "test-key",
  fetch: emulator.fetch,
  rateLimit: { requests: 1000, perMs: 60_000, inFlight: 20 },
});
const mount: MountRequest = {
  type: "object-storage",
  bucket: "project-assets",
  mount_path: "/data",
  endpoint: "https://s3.example.com",
};

const folder = await mkdtemp(join(tmpdir(), "many-sandboxes-"));
const journal = join(folder, "done.txt");
const show = (done: number) => done % 50 === 0 && console.log(`${done} of ${ids.length}`);

// The first run is interrupted, as by Ctrl-C.
const interruption = new AbortController();
const first = await attach(client, ids, mount, {
  journal,
  signal: interruption.signal,
  onProgress(done) {
    show(done);
    if (done === 60) interruption.abort();
  },
});
console.log(`interrupted after ${first.attached}`);

const second = await attach(client, ids, mount, { journal, onProgress: show });
console.log(`attached ${second.attached}, failed ${second.failed.length}`);
for (const { id, why } of second.failed) console.log(`  ${id}: ${why}`);

const twice = emulator.export().sandboxes.filter(({ mounts = [] }) => mounts.length > 1);
console.log(`attached twice: ${twice.length}`);
await rm(folder, { recursive: true });
