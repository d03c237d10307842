import { Leap0Client } from "leap0-fetch";

const client = new Leap0Client(); // reads LEAP0_API_KEY

// Fetches the next page when the loop gets there.
for await (const sandbox of client.sandboxes.list({ sort: "created_at", "page-size": 50 })) {
  console.log(`${sandbox.id} (${sandbox.state}), created ${sandbox.created_at}`);
}
