import { readFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { parseJson } from "./api/checks.ts";
import { states } from "./description.ts";
import type { ListenOptions } from "./http/server.ts";
import { unknownName } from "./model/kinds.ts";
import { limitsWith } from "./model/limits.ts";
import type { StateDelay } from "./model/state-machine.ts";
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
  const endpoints = values["allowed-endpoint"];
  // Without an error, users would believe that the restriction holds.
  if (endpoints && !values["verify-storage"])
    throw new FlagError("--allowed-endpoint needs --verify-storage: without it storage is never contacted.");
  const apiKey = key("--api-key", values["api-key"] ?? (env.LEAP0_EMULATOR_API_KEY || DEFAULT_KEY));
  const controlKey = values["control-key"] ?? (env.LEAP0_EMULATOR_CONTROL_KEY || undefined);
  const { host = "127.0.0.1", cors = false, port = String(DEFAULT_PORT) } = values;
  const given = <T>(value: string | undefined, read: (value: string) => T) =>
    value === undefined ? undefined : read(value);
  return {
    emulator: {
      apiKey,
      controlKey: given(controlKey, (value) => key("--control-key", value)),
      verifyStorage: values["verify-storage"],
      allowedEndpoints: endpoints,
      stateDelayMs: given(values["state-delay"], stateDelay),
      respondWhen: given(values["respond-when"], respondWhen),
      limits: given(values.limits, limits),
      state: given(values.state, fixture),
    },
    listen: { port: portNumber(port), host, cors, allowedHosts: values["allowed-host"] ?? [] },
    warning: apiKey === DEFAULT_KEY && !isThisMachine(host) ? openToAll(host) : undefined,
  };
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
    const unknown = unknownFlag(argv);
    if (unknown) throw new FlagError(unknown);
    // The rest of the platform's message is advice for those who write programs.
    const [problem] = (error as Error).message.split(". ");
    throw new FlagError(`${problem?.replace(/\.$/, "")}.`);
  }
}

/** The first flag that there is not, with the nearest one that there is. */
function unknownFlag(argv: readonly string[]): string | undefined {
  const names = Object.keys(flags).map((name) => `--${name}`);
  const given = argv.filter((arg) => arg.startsWith("--")).map((arg) => arg.split("=")[0] ?? arg);
  return unknownName(Object.fromEntries(given.map((name) => [name, true])), names);
}

function key(flag: string, value: string): string {
  if (value.trim() === "" || value !== value.trim())
    throw new FlagError(`${flag} must not be empty, and must not begin or end with a space.`);
  return value;
}

function portNumber(value: string): number {
  const port = /^\d{1,5}$/.test(value) ? Number(value) : Number.NaN;
  if (port <= 65_535) return port;
  throw new FlagError("--port must be a whole number from 0 to 65535; 0 takes any free one.");
}

function respondWhen(value: string): "done" | "accepted" {
  if (value === "done" || value === "accepted") return value;
  throw new FlagError("--respond-when must be done or accepted.");
}

function stateDelay(value: string): StateDelay {
  if (!value.includes("=")) return number("--state-delay", value);
  const delays = Object.fromEntries(
    pairs("--state-delay", value).map(([state, ms]) => [state, number("--state-delay", ms)]),
  );
  const unknown = unknownName(delays, states);
  if (unknown) throw new FlagError(`--state-delay: ${unknown}`);
  return delays;
}

function limits(value: string): NonNullable<EmulatorOptions["limits"]> {
  const entries = pairs("--limits", value).map(([name, limit]) => [
    name,
    limit === "off" ? Number.POSITIVE_INFINITY : number("--limits", limit),
  ]);
  const changed = Object.fromEntries(entries);
  try {
    limitsWith(changed);
  } catch (error) {
    throw new FlagError(`--${(error as Error).message}`);
  }
  return changed;
}

function fixture(path: string): NonNullable<EmulatorOptions["state"]> {
  try {
    return parseJson(readFileSync(path, "utf8")) as NonNullable<EmulatorOptions["state"]>;
  } catch (error) {
    const missing = error instanceof Error && "code" in error;
    throw new FlagError(`--state: the file ${missing ? "cannot be read" : "is not JSON"}.`);
  }
}

function pairs(flag: string, value: string): [string, string][] {
  return value.split(",").map((pair) => {
    const [name = "", text = "", ...more] = pair.split("=").map((part) => part.trim());
    if (name === "" || text === "" || more.length > 0)
      throw new FlagError(`${flag} must be written as name=number,name=number.`);
    return [name, text];
  });
}

function number(flag: string, value: string): number {
  if (!/^\d+$/.test(value)) throw new FlagError(`${flag} takes whole numbers, 0 or more.`);
  return Number(value);
}
