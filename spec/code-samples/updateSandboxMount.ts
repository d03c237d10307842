import { Leap0Client } from "leap0-fetch";

const client = new Leap0Client(); // reads LEAP0_API_KEY
const sandboxID = process.env.SANDBOX_ID ?? "sbx-abc123";
const mountID = process.env.MOUNT_ID ?? "mnt-abc123";

// The empty string clears the prefix. Fields that are left out keep their values.
const mount = await client.mounts.update(sandboxID, mountID, { prefix: "" });

console.log(`${mount.id} now shows all of ${mount.bucket} at ${mount.mount_path}`);
