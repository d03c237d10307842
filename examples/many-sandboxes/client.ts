import { connect, type Socket } from "node:net";
import { createInterface } from "node:readline";
import { Leap0Client } from "leap0-fetch";
import { type EvaluateScript, redisRateLimit } from "leap0-fetch/redis";

const LIMIT = { requests: 1000, perMs: 60_000 };

/** The client of one of so many processes: with Redis they share one limit, without each has its part. */
export function createClient(processes: number): Leap0Client {
  const { REDIS_URL } = process.env;
  const share = 1 / processes;
  return new Leap0Client({
    // A batch lets everybody else go first, and may wait long for the rate limiter.
    priority: "low",
    totalTimeoutMs: 3_600_000,
    rateLimit: REDIS_URL
      ? { ...LIMIT, share, shared: redisRateLimit(evaluateOn(new URL(REDIS_URL))) }
      : { ...LIMIT, requests: Math.floor(LIMIT.requests * share) },
  });
}

/**
 * The one command that the shared limit needs, so that this example needs no packages. In a program of yours, the `eval`
 * of your Redis client is in its place.
 */
function evaluateOn({ hostname, port, password }: URL): EvaluateScript {
  let redis: Connection | undefined;
  return async (script, keys, args) => {
    if (!redis || redis.socket.destroyed) {
      const socket = connect(Number(port || 6379), hostname).unref();
      const input = createInterface({ input: socket, crlfDelay: Number.POSITIVE_INFINITY });
      // What breaks the connection ends its lines: whoever waits for one learns of it there.
      socket.on("error", () => {}).on("close", () => input.close());
      redis = { socket, lines: input[Symbol.asyncIterator]() };
      if (password) await send(redis, ["AUTH", decodeURIComponent(password)]);
    }
    return send(redis, ["EVAL", script, String(keys.length), ...keys, ...args]);
  };
}

interface Connection {
  readonly socket: Socket;
  readonly lines: AsyncIterator<string>;
}

async function send({ socket, lines }: Connection, words: readonly string[]): Promise<unknown> {
  const parts = words.map((word) => `$${Buffer.byteLength(word)}\r\n${word}\r\n`);
  socket.write(`*${words.length}\r\n${parts.join("")}`);
  try {
    return await readReply(lines);
  } catch (error) {
    socket.destroy();
    throw error;
  }
}

/** A text, a number as text, or a list of them. */
async function readReply(lines: AsyncIterator<string>): Promise<unknown> {
  const { value: line, done } = await lines.next();
  if (done) throw new Error("Redis closed the connection");
  if (line.startsWith("-")) throw new Error(line);
  // The length of a text, which is the next line.
  if (line.startsWith("$")) return (await lines.next()).value;
  if (!line.startsWith("*")) return line.slice(1);
  const list: unknown[] = [];
  for (let left = Number(line.slice(1)); left > 0; left -= 1) list.push(await readReply(lines));
  return list;
}
