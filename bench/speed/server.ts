// In a process of its own, so that it does not share its time with the clients.
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

const [status = "", text = ""] = process.argv.slice(2);
const headers = { "content-type": "application/json", "content-length": Buffer.byteLength(text) };
const server = createServer((request, response) => {
  request.on("end", () => response.writeHead(Number(status), headers).end(text));
  request.resume();
});
server.keepAliveTimeout = 60_000;
server.listen(0, "127.0.0.1", () =>
  process.send?.(`http://127.0.0.1:${(server.address() as AddressInfo).port}`),
);
process.once("disconnect", () => process.exit(0));
