#!/usr/bin/env node

import { version } from "../generated/version.ts";
import { FlagError, readFlags } from "./command/flags.ts";
import { greeting, help, requestLine } from "./command/text.ts";
import { createEmulator } from "./emulator.ts";

try {
  await main(process.argv.slice(2));
} catch (error) {
  const bad = error instanceof FlagError || error instanceof TypeError;
  console.error(`leap0-emulator: ${problem(error)}`);
  if (bad) console.error("See leap0-emulator --help.");
  process.exitCode = bad ? 2 : 1;
}

async function main(argv: readonly string[]): Promise<void> {
  const request = readFlags(argv);
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
  console.log(greeting(version, listening, request.emulator.apiKey));
}

function problem(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  switch (code) {
    case "EADDRINUSE":
      return "this port is in use. Choose another with --port, or 0 for any free one.";
    case "EACCES":
      return "this port may not be used without more rights. Choose one above 1023 with --port.";
    case "EADDRNOTAVAIL":
    case "ENOTFOUND":
      return "this host is no address of this machine. See --host.";
    default:
      return message;
  }
}
