import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { connect, type Socket } from "node:net";
import type { Stage } from "../stage.ts";
import { apiKey } from "./call.ts";
import { messageOf } from "./message.ts";
import { ratios, type Summary, summarize } from "./summary.ts";

/** Requests that each would answer in a second of one core. */
export interface Throughput {
  readonly emulator: Summary;
  readonly hono: Summary;
  readonly ratio: Summary;
}

const CONNECTIONS = 8;

/**
 * The emulator over HTTP, key and body checked, against a bare route of hono. What counts is the CPU time that the
 * server used: the one who asks needs a core as well, and would be the one that is measured otherwise.
 */
export async function measureEmulator(
  stage: Stage,
  { rounds, requests }: { readonly rounds: number; readonly requests: number },
): Promise<Throughput> {
  const servers = ["emulator", "hono"].map((name) =>
    fork(stage.program("api-server"), [name], { execArgv: [] }),
  );
  try {
    const urls = await Promise.all(servers.map(async (server) => String(await messageOf(server))));
    const samples = servers.map((): number[] => []);
    // The first round is for warming up.
    for (let round = 0; round <= rounds; round++)
      for (const [index, server] of servers.entries()) {
        const perSecond = await sample(server, urls[index] ?? "", round ? requests : requests * 2);
        if (round) samples[index]?.push(perSecond);
      }
    const [emulator = [], hono = []] = samples;
    return {
      emulator: summarize(emulator),
      hono: summarize(hono),
      ratio: summarize(ratios(emulator, hono)),
    };
  } finally {
    for (const server of servers) if (server.connected) server.disconnect();
  }
}

async function sample(server: ChildProcess, url: string, requests: number): Promise<number> {
  const before = await cpuTimeOf(server);
  await Promise.all(Array.from({ length: CONNECTIONS }, () => askRepeatedly(url, requests / CONNECTIONS)));
  return (requests * 1_000_000) / ((await cpuTimeOf(server)) - before);
}

async function cpuTimeOf(server: ChildProcess): Promise<number> {
  server.send("cpu time");
  return (await messageOf(server)) as number;
}

/** Sends the same update over one connection, one after the other. */
async function askRepeatedly(url: string, times: number): Promise<void> {
  const { hostname, port, pathname } = new URL(url);
  const body = JSON.stringify({ bucket: "project-assets", prefix: "models/", read_only: true });
  const request = [
    `PATCH ${pathname} HTTP/1.1`,
    `host: ${hostname}:${port}`,
    `authorization: Bearer ${apiKey}`,
    "content-type: application/json",
    `content-length: ${body.length}`,
    "",
    body,
  ].join("\r\n");
  const socket = connect(Number(port), hostname);
  try {
    await once(socket, "connect");
    for (let asked = 0; asked < times; asked++) {
      socket.write(request);
      await answerFrom(socket);
    }
  } finally {
    socket.destroy();
  }
}

function answerFrom(socket: Socket): Promise<void> {
  return new Promise((resolve, reject) => {
    let text = "";
    const end = (done: () => void) => {
      socket.off("data", read);
      socket.off("close", broken);
      done();
    };
    const broken = () => end(() => reject(new Error("the server closed the connection")));
    const read = (part: Buffer) => {
      text += part.toString("latin1");
      const headers = text.indexOf("\r\n\r\n");
      if (headers < 0) return;
      const length = /^content-length: (\d+)/im.exec(text.slice(0, headers))?.[1];
      if (!text.startsWith("HTTP/1.1 200") || length === undefined)
        end(() => reject(new Error(`not the answer that was expected: ${text.slice(0, 200)}`)));
      else if (text.length >= headers + 4 + Number(length)) end(resolve);
    };
    socket.on("data", read);
    socket.on("close", broken);
  });
}
