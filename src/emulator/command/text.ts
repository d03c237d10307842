import type { RequestRecord } from "../api/record.ts";
import type { Listening } from "../http/server.ts";
import { DEFAULT_KEY, DEFAULT_PORT } from "./flags.ts";

export const help = `leap0-emulator: a local Leap0 API to develop and test against.
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

/** What is printed when the emulator listens. */
export function greeting(version: string, { url, sandboxDomain }: Listening, apiKey: string): string {
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
export function requestLine({ method, host = "", path, status, ms, fault }: RequestRecord): string {
  const line = `${printable(method)} ${printable(host + path)} ${status} ${ms.toFixed(1)} ms`;
  return fault === undefined ? line : `${line} (fault: ${fault})`;
}

/** A path may hold bytes that a terminal would obey. */
function printable(text: string): string {
  return text.replaceAll(/[^\x21-\x7e]/g, "?");
}
