import { Leap0Client } from "leap0-fetch";

const client = new Leap0Client(); // reads LEAP0_API_KEY

const sandbox = await client.sandboxes.create({
  template_name: "system/debian:bookworm",
  vcpu: 2,
  memory: 2048, // MiB
  timeout: 3600, // seconds
  auto_pause: true,
});

console.log(`${sandbox.id} is ${sandbox.state}`);
