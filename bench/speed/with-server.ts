import { fork } from "node:child_process";
import type { Stage } from "../stage.ts";
import { messageOf } from "./message.ts";

/** Has the loopback server run in a process of its own for as long as `work` takes, which gets its URL. */
export async function withServer<T>(stage: Stage, work: (url: string) => Promise<T>): Promise<T> {
  const server = fork(stage.program("server"), { execArgv: [] });
  try {
    return await work(String(await messageOf(server)));
  } finally {
    if (server.connected) server.disconnect();
  }
}
