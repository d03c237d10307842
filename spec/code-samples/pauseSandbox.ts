import { Leap0Client } from "leap0-fetch";

const client = new Leap0Client(); // reads LEAP0_API_KEY
const sandboxID = process.env.SANDBOX_ID ?? "sbx-abc123";

const sandbox = await client.sandboxes.pause(sandboxID);

console.log(`${sandbox.id} is ${sandbox.state}`);
// To wake it again: await client.sandboxes.resume(sandboxID)
