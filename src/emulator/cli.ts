#!/usr/bin/env node

import { version } from "../generated/version.ts";
import type { RequestRecord } from "./api/record.ts";
import { createEmulator } from "./emulator.ts";
import { DEFAULT_KEY, DEFAULT_PORT, FlagError, type Request, readFlags } from "./flags.ts";
import type { Listening } from "./http/server.ts";

const help = `leap0-emulator: a local Leap0 API to develop and test against.
No account, no network.

Usage: leap0-emulator [flags]

  --port NUMBER             Port to listen on; 0 takes any free one.
                            Default ${DEFAULT_PORT}.
  --host ADDRESS            Address to listen on. Default 127.0.0.1: this
                            machine only.
  --allowed-host NAME       A further name that the Host header may have, such
                            as that of a container. Can be repeated.
  --api-key TEXT            The key that requests must carry. Default
                            LEAP0_EMULATOR_API_KEY, then ${DEFAULT_KEY}.
  --control-key TEXT        Open the control routes below /__emulator/ (faults,
                            state, clock, requests, reset) to this key.
                            Default LEAP0_EMULATOR_CONTROL_KEY.
  --state FILE              Begin with the sandboxes of a fixture, as
                            emulator.export() returned it.
  --state-delay MS          How long starting, snapshotting, stopping, unpausing
                            and deleting take, in milliseconds: 2000, or by
                            state: starting=500,snapshotting=3000. Default 0.
  --respond-when done       When pause, stop, start and create respond: done
                            (default), once the state is reached, or accepted,
                            at once.
  --limits NAME=NUMBER,...  sandboxes, mountsPerSandbox, bodyBytes, requests,
                            perMs. "off" switches one off.
  --verify-storage          Check each mount against its storage, and serve the
                            mounted objects.
  --allowed-endpoint URL    With --verify-storage: the only storage that mounts
                            may name. Can be repeated.
  --cors                    Let pages of any origin call the emulator.
  --help, --version

Examples:
  leap0-emulator --limits sandboxes=50,requests=off
  leap0-emulator --state fixture.json --control-key steer
`;

// A reader that has seen enough (`| grep -m1 listens`) closes the pipe: the emulator goes on without it.
for (const stream of [process.stdout, process.stderr]) stream.on("error", () => {});

let request: Request | undefined;
try {
  request = readFlags(process.argv.slice(2), process.env);
  await main(request);
} catch (error) {
  const bad = error instanceof FlagError || error instanceof TypeError;
  console.error(`leap0-emulator: ${problem(error)}`);
  if (bad) console.error("See leap0-emulator --help.");
  process.exitCode = bad ? 2 : 1;
}

async function main(request: Request): Promise<void> {
  if ("show" in request) {
    console.log(request.show === "help" ? help : version);
    return;
  }
  const emulator = createEmulator({
    ...request.emulator,
    onRequest: (record) => console.log(requestLine(record)),
  });
  const listening = await emulator.listen(request.listen);
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => void listening.close());
  if (request.warning) console.error(request.warning);
  console.log(greeting(version, listening, request.emulator.apiKey));
}

function problem(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  const { port, host } = request && "listen" in request ? request.listen : { port: 0, host: "" };
  switch (code) {
    case "EADDRINUSE":
      return `port ${port} on ${host} is in use. Choose another with --port, or 0 for any free one.`;
    case "EACCES":
      return `port ${port} may not be used without administrator rights. Choose one above 1023 with --port.`;
    case "EADDRNOTAVAIL":
    case "ENOTFOUND":
      return `${host} is not an address of this machine. See --host.`;
    default:
      return message;
  }
}

/** What is printed when the emulator listens. */
function greeting(version: string, { url, sandboxDomain }: Listening, apiKey: string): string {
  const shown = apiKey === DEFAULT_KEY ? apiKey : "(the key you gave)";
  return `leap0-emulator ${version} listens on ${url}

Point a client at it:
  LEAP0_BASE_URL=${url}
  LEAP0_SANDBOX_DOMAIN=${sandboxDomain}
  LEAP0_API_KEY=${shown}

A sandbox itself is at http://<sandboxID>.${sandboxDomain}, or at
${url} with "X-Forwarded-Host: <sandboxID>.${sandboxDomain}".
`;
}

/** One line for each request. Queries, headers and bodies are not shown. */
function requestLine({ method, host = "", path, status, ms, fault }: RequestRecord): string {
  const line = `${printable(method)} ${printable(host + path)} ${status} ${ms.toFixed(1)} ms`;
  return fault === undefined ? line : `${line} (fault: ${fault})`;
}

/** A path may hold bytes that a terminal would obey. */
function printable(text: string): string {
  return text.replaceAll(/[^\x21-\x7e]/g, "?");
}
