import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { freePort } from "../../tools/loopback.ts";

/** A Redis of our own: on a free port of this machine, in a folder of its own, and gone when the program is. */
export interface RedisServer {
  readonly port: number;
  /** Ends it as a crash does: it forgets everything. */
  kill(): Promise<void>;
  start(): Promise<void>;
  /** Stops it from running while its connections stay open. */
  freeze(): void;
  thaw(): void;
  close(): Promise<void>;
}

export const hasRedis = (): boolean => spawnSync("redis-server", ["--version"]).status === 0;

export async function startRedis(settings: readonly string[] = []): Promise<RedisServer> {
  const folder = await mkdtemp(join(tmpdir(), "leap0-redis-"));
  const port = await freePort();
  let child: ChildProcess | undefined;
  const endWithUs = () => void child?.kill("SIGKILL");
  process.once("exit", endWithUs);

  const server: RedisServer = {
    port,
    async start() {
      const own = { port, bind: "127.0.0.1", dir: folder, save: "", appendonly: "no" };
      const flags = Object.entries(own).flatMap(([name, value]) => [`--${name}`, `${value}`]);
      child = spawn("redis-server", [...flags, ...settings], { stdio: "ignore" });
      for (let attempts = 0; !(await responds(port)); attempts++) {
        if (attempts > 400 || child.exitCode !== null) throw new Error("redis-server does not start");
        await sleep(25);
      }
    },
    async kill() {
      const ended =
        child && child.exitCode === null && child.signalCode === null ? once(child, "exit") : undefined;
      child?.kill("SIGKILL");
      await ended;
    },
    freeze: () => void child?.kill("SIGSTOP"),
    thaw: () => void child?.kill("SIGCONT"),
    async close() {
      await server.kill();
      process.off("exit", endWithUs);
      await rm(folder, { recursive: true, force: true });
    },
  };
  await server.start();
  return server;
}

async function responds(port: number): Promise<boolean> {
  const socket = connect(port, "127.0.0.1");
  try {
    await once(socket, "connect");
    socket.write("PING\r\n");
    const [reply] = (await once(socket, "data")) as [Buffer];
    return reply.toString().startsWith("+PONG");
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}
