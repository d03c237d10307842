import { answer, apiKey, body } from "../call.ts";
import { Leap0Client } from "../leap0.ts";

// Run with --expose-gc. argv: how many calls. Prints by how many bytes the heap grew a call.

const calls = Number(process.argv[2]);
const client = new Leap0Client({
  apiKey,
  baseUrl: "http://localhost",
  fetch: async () => new Response(answer.text, answer.init),
  // A short window: what the gate remembers of it is soon over, and cannot be taken for a leak.
  rateLimit: { requests: 1_000_000, perMs: 100 },
});
const { signal } = new AbortController();

async function send(times: number): Promise<number> {
  for (let call = 0; call < times; call++) await client.mounts.add("sbx-abc123", body, { signal });
  await new Promise((resolve) => setTimeout(resolve, 200));
  await client.mounts.add("sbx-abc123", body, { signal });
  for (let again = 0; again < 5; again++) {
    globalThis.gc?.();
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  return process.memoryUsage().heapUsed;
}

// What is compiled and set up once is there after these.
const before = await send(calls / 2);
const after = await send(calls);
process.stdout.write(String((after - before) / calls));
