import { Leap0Client } from "leap0-fetch";

const client = new Leap0Client(); // reads LEAP0_API_KEY
const sandboxID = process.env.SANDBOX_ID ?? "sbx-abc123";

await client.sandboxes.delete(sandboxID);

console.log(`${sandboxID} is deleted`);
