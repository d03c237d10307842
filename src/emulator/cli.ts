#!/usr/bin/env node

import { version } from "../generated/version.ts";
import { FlagError, type Request, readFlags } from "./command/flags.ts";
import { greeting, help, requestLine } from "./command/text.ts";
import { createEmulator } from "./emulator.ts";

// A reader that has seen enough (`| grep -m1 listens`) closes the pipe: the emulator goes on without it.
for (const stream of [process.stdout, process.stderr]) stream.on("error", () => {});

let asked: Request | undefined;
try {
  asked = readFlags(process.argv.slice(2), process.env);
  await main(asked);
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
  const { port, host } = asked && "listen" in asked ? asked.listen : { port: 0, host: "" };
  switch (code) {
    case "EADDRINUSE":
      return `port ${port} of ${host} is in use. Choose another with --port, or 0 for any free one.`;
    case "EACCES":
      return `port ${port} may not be used without more rights. Choose one above 1023 with --port.`;
    case "EADDRNOTAVAIL":
    case "ENOTFOUND":
      return `${host} is no address of this machine. See --host.`;
    default:
      return message;
  }
}
