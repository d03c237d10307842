import { Leap0Client } from "leap0-fetch";

const client = new Leap0Client(); // reads LEAP0_API_KEY
const sandboxID = process.env.SANDBOX_ID ?? "sbx-abc123";

// Only a stopped sandbox can be started. A paused one is woken with client.sandboxes.resume.
const sandbox = await client.sandboxes.start(sandboxID);

console.log(`${sandbox.id} is ${sandbox.state}`);
