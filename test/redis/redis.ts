import { once } from "node:events";
import { connect } from "node:net";
import { describe, onTestFinished } from "vitest";
import { hasRedis, type RedisServer, startRedis } from "../support/redis-server.ts";

const available = hasRedis();
if (!available && process.env.CI) throw new Error("there is no redis-server on the path");
if (!available) console.warn("There is no redis-server here: what needs one is left out.");

export const describeRedis = describe.skipIf(!available);

/** A Redis for one test; a cluster of one, where the test wants that. */
export async function redisFor(cluster = false): Promise<RedisServer> {
  const redis = await startRedis(
    cluster ? ["--cluster-enabled", "yes", "--cluster-announce-ip", "127.0.0.1"] : [],
  );
  onTestFinished(redis.close);
  if (cluster) {
    await commandsOf(redis.port, "CLUSTER ADDSLOTSRANGE 0 16383");
    while (!(await commandsOf(redis.port, "CLUSTER INFO")).includes("cluster_state:ok"));
  }
  return redis;
}

/** What Redis itself replies to a command, as it stands on the wire. */
export async function commandsOf(port: number, command: string): Promise<string> {
  const socket = connect(port, "127.0.0.1").setEncoding("utf8");
  socket.write(`${command}\r\nQUIT\r\n`);
  let reply = "";
  socket.on("data", (text) => {
    reply += text;
  });
  await once(socket, "close");
  return reply.replace(/\+OK\r\n$/, "");
}
