import { createEmulator, type EmulatorOptions } from "leap0-fetch/emulator";
import type { OperationId } from "../../../src/generated/operations.ts";
import { operations } from "../../../src/generated/operations.ts";
import type { Way } from "../../support/emulated.ts";
import { refusingFetch } from "../server/refusing-fetch.ts";
import type { Cell } from "./cells.ts";
import { MOUNT, SANDBOX } from "./operations.ts";
import { inProcess, overHttp } from "./reach.ts";

export const API_KEY = "matrix-key-0123456789";

/** A server of its own for one cell of the matrix, and what happened there. */
export interface Scene {
  readonly url: string;
  /** To be used by the client: some faults happen before a server is reached. */
  readonly fetch: typeof fetch;
  /** How often the operation was sent, and when, in milliseconds. */
  readonly sentAt: readonly number[];
  /** How often the operation took effect. */
  readonly applied: () => number;
  readonly isDone: () => boolean;
  /** Requests that the client left unanswered and did not give up. */
  readonly left: () => Promise<number>;
  readonly close: () => Promise<void>;
}

/** How long transitions take, whether calls are answered before the end of them, and how the emulator is reached. */
export interface Staging extends Pick<EmulatorOptions, "stateDelayMs" | "respondWhen"> {
  /** Default: over HTTP. */
  readonly way?: Way;
}

let lastOpened: Promise<unknown> = Promise.resolve();

/** One at a time: a crowd of servers that open in the same moment would keep every client waiting. */
export function openScene(cell: Cell, elsewhere: string, staging: Staging = {}): Promise<Scene> {
  const scene = lastOpened.then(() => open(cell, elsewhere, staging));
  lastOpened = scene;
  return scene;
}

async function open({ subject, fault, span }: Cell, elsewhere: string, staging: Staging): Promise<Scene> {
  const { way = "over HTTP", ...pace } = staging;
  const emulator = createEmulator({
    ...pace,
    apiKey: API_KEY,
    state: {
      version: 1,
      sandboxes: [
        {
          id: SANDBOX,
          state: subject.from,
          mounts: [
            {
              id: MOUNT,
              bucket: "models",
              mount_path: "/models",
              endpoint: "https://storage.example.com",
            },
          ],
        },
      ],
    },
  });
  const { url, send, left, close } = await (way === "over HTTP" ? overHttp(emulator) : inProcess(emulator));
  const times = span === "once" ? 1 : Number.POSITIVE_INFINITY;
  const operation = span === "everywhere" ? "*" : subject.id;
  if (fault.inject) emulator.inject({ operation, times, fault: fault.inject(elsewhere) });

  const sentAt: number[] = [];
  const isSubject = matcher(subject.id);
  let refusals = fault.inject ? 0 : times;
  const counting = refusingFetch((method, path) => {
    const own = isSubject(method, path);
    if (own) sentAt.push(performance.now());
    return (own || span === "everywhere") && refusals-- > 0;
  }, send);

  return {
    url,
    fetch: counting as typeof fetch,
    sentAt,
    applied: () =>
      emulator.requests().filter(({ operation, applied }) => applied && operation === subject.id).length,
    isDone: () => subject.isDone(emulator.export()),
    left,
    close,
  };
}

function matcher(id: OperationId): (method: string, path: string) => boolean {
  const operation = operations[id];
  const path = new RegExp(`^${operation.path.replaceAll(/\{\w+\}/g, "[^/]+")}$`);
  return (method, target) => method === operation.method && path.test(target);
}
