import type { Listening } from "../http/server.ts";
import type { RequestRecord } from "../record.ts";
import { DEFAULT_KEY, DEFAULT_PORT } from "./flags.ts";

export const help = `leap0-emulator: a local Leap0 API to develop and test against. No account, no network.

Usage: leap0-emulator [flags]

  --port NUMBER             Port to listen on; 0 takes any free one. Default ${DEFAULT_PORT}.
  --host NAME               Address to listen on. Default 127.0.0.1: this machine only.
  --api-key TEXT            The key that requests must carry. Default ${DEFAULT_KEY}.
  --state-delay MS          How long starting, snapshotting, stopping, unpausing and deleting take, in milliseconds:
                            2000, or by state: starting=500,snapshotting=3000. Default 0.
  --answer-when done        When pause and its like are answered: once it is done (default), or accepted: at once.
  --limits NAME=NUMBER,...  sandboxes, mountsPerSandbox, bodyBytes, requests, perMs. "off" switches one off.
  --verify-storage          Check each mount against its storage, and serve the mounted objects.
  --allowed-endpoint URL    With --verify-storage: the only storage that mounts may name. Can be repeated.
  --state FILE              Begin with the sandboxes of a fixture, as emulator.export() wrote it.
  --control-key TEXT        Open the control routes below /__emulator/ (faults, state, requests) to this key.
  --cors                    Let pages of any origin call the emulator from a browser.
  --help, --version
`;

/** What is printed when the emulator is there. */
export function greeting(version: string, { url, sandboxDomain }: Listening, apiKey: string): string {
  const shown = apiKey === DEFAULT_KEY ? apiKey : "(the key you gave)";
  return `leap0-emulator ${version} listens on ${url}

Point a client at it:
  LEAP0_BASE_URL=${url}
  LEAP0_SANDBOX_DOMAIN=${sandboxDomain}
  LEAP0_API_KEY=${shown}

A sandbox itself is reached at http://<sandboxID>.${sandboxDomain}, or at ${url}
with the header "X-Forwarded-Host: <sandboxID>.${sandboxDomain}".
`;
}

/** One line for each request. Queries, headers and bodies are not shown. */
export function requestLine({ method, path, status, ms, fault }: RequestRecord): string {
  const line = `${printable(method)} ${printable(path)} ${status} ${ms.toFixed(1)} ms`;
  return fault === undefined ? line : `${line} (fault: ${fault})`;
}

/** A path may hold bytes that a terminal would obey. */
function printable(text: string): string {
  return text.replaceAll(/[^\x21-\x7e]/g, "?");
}
