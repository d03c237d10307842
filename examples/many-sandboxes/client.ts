import { connect, type Socket } from "node:net";
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
  let socket: Socket | undefined;
  return async (script, keys, args) => {
    if (!socket || socket.destroyed) {
      socket = connect(Number(port || 6379), hostname).setEncoding("utf8");
      socket.unref();
      // Between commands nobody listens: the next one fails then.
      socket.on("error", () => {});
      if (password) await send(socket, ["AUTH", decodeURIComponent(password)]);
    }
    return send(socket, ["EVAL", script, String(keys.length), ...keys, ...args]);
  };
}

function send(socket: Socket, words: readonly string[]): Promise<unknown> {
  const parts = words.map((word) => `$${Buffer.byteLength(word)}\r\n${word}\r\n`);
  socket.write(`*${words.length}\r\n${parts.join("")}`);
  let text = "";
  return new Promise((resolve, reject) => {
    const finish = () => {
      socket.off("data", read).off("error", fail).off("close", fail);
    };
    const fail = (error?: unknown) => {
      finish();
      socket.destroy();
      reject(error instanceof Error ? error : new Error("Redis closed the connection"));
    };
    const read = (more: unknown) => {
      text += more;
      if (text.startsWith("-")) fail(new Error(text.trim()));
      // A list of texts: its length, then two lines for each.
      const [head = "", ...lines] = text.split("\r\n");
      const length = Number(head.slice(1));
      if (head.startsWith("*") ? lines.length <= length * 2 : !lines.length) return;
      finish();
      resolve(head.startsWith("*") ? lines.filter((_, at) => at % 2).slice(0, length) : head);
    };
    socket.on("data", read).once("error", fail).once("close", fail);
  });
}
