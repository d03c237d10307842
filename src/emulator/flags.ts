import { readFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { parseJson } from "./api/checks.ts";
import { createEmulator } from "./emulator.ts";
import type { ListenOptions } from "./http/server.ts";
import { unknownName } from "./model/kinds.ts";
import type { EmulatorOptions } from "./options.ts";

/** What the command line asks for. */
export type Request =
  | { readonly show: "help" | "version" }
  | {
      readonly emulator: EmulatorOptions;
      readonly listen: ListenOptions & { readonly port: number; readonly host: string };
      /** What to print before the rest, when the combination is risky. */
      readonly warning: string | undefined;
    };

/** The command line cannot be understood. The message says what to write instead. */
export class FlagError extends Error {
  override readonly name = "FlagError";
}

export const DEFAULT_KEY = "test-key";
export const DEFAULT_PORT = 4010;

const flags = {
  port: { type: "string" },
  host: { type: "string" },
  "allowed-host": { type: "string", multiple: true },
  "api-key": { type: "string" },
  "control-key": { type: "string" },
  "verify-storage": { type: "boolean" },
  "allowed-endpoint": { type: "string", multiple: true },
  "state-delay": { type: "string" },
  "respond-when": { type: "string" },
  limits: { type: "string" },
  state: { type: "string" },
  cors: { type: "boolean" },
  help: { type: "boolean", short: "h" },
  version: { type: "boolean", short: "v" },
} as const;

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Reads the flags. The two keys can also come from the environment, where a list of processes does not show them.
 *
 * @throws FlagError
 */
export function readFlags(argv: readonly string[], env: Environment = {}): Request {
  const values = parsed(argv);
  if (values.help) return { show: "help" };
  if (values.version) return { show: "version" };
  const { host = "127.0.0.1", cors = false, port = String(DEFAULT_PORT), "state-delay": delay } = values;
  // Without an error, users would believe that the restriction holds.
  if (values["allowed-endpoint"] && !values["verify-storage"])
    throw new FlagError("--allowed-endpoint needs --verify-storage: without it storage is never contacted.");
  const apiKey = values["api-key"] ?? (env.LEAP0_EMULATOR_API_KEY || DEFAULT_KEY);
  const emulator = {
    apiKey,
    controlKey: values["control-key"] ?? (env.LEAP0_EMULATOR_CONTROL_KEY || undefined),
    verifyStorage: values["verify-storage"],
    allowedEndpoints: values["allowed-endpoint"],
    stateDelayMs:
      delay && !delay.includes("=") ? number("--state-delay", delay) : numbers("--state-delay", delay),
    respondWhen: values["respond-when"] as EmulatorOptions["respondWhen"],
    limits: numbers("--limits", values.limits) as EmulatorOptions["limits"],
    state: fixture(values.state),
  };
  demandUsable(emulator);
  return {
    emulator,
    listen: { port: portNumber(port), host, cors, allowedHosts: values["allowed-host"] ?? [] },
    warning: apiKey === DEFAULT_KEY && !isThisMachine(host) ? openToAll(host) : undefined,
  };
}

/** The flag that sets each option. */
const flagOf: Readonly<Record<string, string>> = {
  apiKey: "--api-key",
  controlKey: "--control-key",
  allowedEndpoints: "--allowed-endpoint",
  stateDelayMs: "--state-delay",
  respondWhen: "--respond-when",
  limits: "--limits",
  state: "--state",
};

/** What an emulator rejects names the option: whoever wrote the flag knows only that. */
function demandUsable(options: EmulatorOptions): void {
  try {
    createEmulator(options);
  } catch (error) {
    const { message } = error as Error;
    const named = message.replace(
      /^(?:createEmulator: )?(\w+)(?:\[\d+\])?/,
      (all, name) => flagOf[name] ?? all,
    );
    throw new FlagError(named);
  }
}

function isThisMachine(host: string): boolean {
  return host === "localhost" || host === "::1" || host.startsWith("127.");
}

function openToAll(host: string): string {
  return `Warning: other machines can reach ${host}, and everybody knows the key "${DEFAULT_KEY}".
Give it a key of its own: --api-key, or LEAP0_EMULATOR_API_KEY in the environment.`;
}

function parsed(argv: readonly string[]) {
  try {
    return parseArgs({ args: [...argv], options: flags }).values;
  } catch (error) {
    const given = argv.filter((arg) => arg.startsWith("--")).map((arg) => [arg.split("=")[0], true]);
    const names = Object.keys(flags).map((name) => `--${name}`);
    // The rest of the platform's message is advice for those who write programs.
    const [problem = ""] = (error as Error).message.split(". ");
    throw new FlagError(unknownName(Object.fromEntries(given), names) ?? `${problem.replace(/\.$/, "")}.`);
  }
}

function portNumber(value: string): number {
  const port = /^\d{1,5}$/.test(value) ? Number(value) : Number.NaN;
  if (port <= 65_535) return port;
  throw new FlagError("--port must be a whole number from 0 to 65535; 0 takes any free one.");
}

/** `sandboxes=50,requests=off` */
function numbers(flag: string, value: string | undefined): Record<string, number> | undefined {
  if (value === undefined) return undefined;
  const pairs = value.split(",").map((pair) => {
    const [name = "", text = "", ...more] = pair.split("=").map((part) => part.trim());
    if (name === "" || text === "" || more.length > 0)
      throw new FlagError(`${flag} must be written as name=number,name=number.`);
    return [name, number(flag, text)];
  });
  return Object.fromEntries(pairs);
}

function number(flag: string, text: string): number {
  if (text === "off") return Number.POSITIVE_INFINITY;
  if (!/^\d+$/.test(text)) throw new FlagError(`${flag} takes whole numbers, 0 or more.`);
  return Number(text);
}

function fixture(path: string | undefined): EmulatorOptions["state"] {
  if (path === undefined) return undefined;
  try {
    return parseJson(readFileSync(path, "utf8")) as EmulatorOptions["state"];
  } catch (error) {
    const missing = error instanceof Error && "code" in error;
    throw new FlagError(`--state: the file ${missing ? "cannot be read" : "is not JSON"}.`);
  }
}
