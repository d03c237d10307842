import { Leap0Client } from "leap0-fetch";

const client = new Leap0Client(); // reads LEAP0_API_KEY
const sandboxID = process.env.SANDBOX_ID ?? "sbx-abc123";

const sandbox = await client.sandboxes.get(sandboxID);

console.log(`${sandbox.id} is ${sandbox.state}`);
for (const mount of sandbox.mounts ?? []) {
  console.log(`${mount.id}: ${mount.bucket} at ${mount.mount_path}`);
}
