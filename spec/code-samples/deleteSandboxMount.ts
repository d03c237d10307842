import { Leap0Client } from "leap0-fetch";

const client = new Leap0Client(); // reads LEAP0_API_KEY
const sandboxID = process.env.SANDBOX_ID ?? "sbx-abc123";
const mountID = process.env.MOUNT_ID ?? "mnt-abc123";

await client.mounts.delete(sandboxID, mountID);

console.log(`${mountID} is removed from ${sandboxID}`);
