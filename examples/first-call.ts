// A first call, without an account: the emulator responds in place of the API.
// With an account, `new Leap0Client()` is all it takes: it finds the key in LEAP0_API_KEY.
import { Leap0Client } from "leap0-fetch";
import { createEmulator } from "leap0-fetch/emulator";

const emulator = createEmulator({ apiKey: "test-key" });
const client = new Leap0Client({ apiKey: "test-key", fetch: emulator.fetch });

const sandbox = await client.sandboxes.create({ template_name: "system/debian:bookworm", timeout: 600 });
console.log(`${sandbox.id} is ${sandbox.state}`);

const mount = await client.mounts.add(sandbox.id, {
  type: "object-storage",
  bucket: "project-assets",
  mount_path: "/data/assets",
  endpoint: "https://s3.example.com",
  prefix: "images/",
});
console.log(`${mount.bucket}/${mount.prefix} is at ${mount.mount_path}`);

const paused = await client.sandboxes.pause(sandbox.id);
console.log(`${paused.id} is ${paused.state}`);

const awake = await client.sandboxes.resume(sandbox.id);
console.log(`${awake.id} is ${awake.state}, with ${awake.mounts?.length} mount`);

await client.sandboxes.delete(sandbox.id);
console.log(`${sandbox.id} is deleted`);
