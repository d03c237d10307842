import { Leap0Client } from "leap0-fetch";

const client = new Leap0Client(); // reads LEAP0_API_KEY
const sandboxID = process.env.SANDBOX_ID ?? "sbx-abc123";

const { S3_ACCESS_KEY_ID, S3_SECRET_ACCESS_KEY } = process.env;
if (!S3_ACCESS_KEY_ID || !S3_SECRET_ACCESS_KEY) {
  throw new Error("Set S3_ACCESS_KEY_ID and S3_SECRET_ACCESS_KEY; leave both fields out for a public bucket");
}

const mount = await client.mounts.add(sandboxID, {
  type: "object-storage",
  bucket: process.env.S3_BUCKET ?? "project-assets",
  mount_path: "/data/assets",
  endpoint: process.env.S3_ENDPOINT ?? "https://s3.example.com",
  prefix: "images/",
  access_key_id: S3_ACCESS_KEY_ID,
  secret_access_key: S3_SECRET_ACCESS_KEY,
});

console.log(`${mount.id}: ${mount.bucket} at ${mount.mount_path}`);
