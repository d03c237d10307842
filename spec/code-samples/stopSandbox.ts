import { Leap0Client } from "leap0-fetch";

const client = new Leap0Client(); // reads LEAP0_API_KEY
const sandboxID = process.env.SANDBOX_ID ?? "sbx-abc123";

// Keeps the disk and loses what is in memory.
const sandbox = await client.sandboxes.stop(sandboxID);

console.log(`${sandbox.id} is ${sandbox.state}`);
