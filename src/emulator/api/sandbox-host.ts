import { wake } from "../description.ts";
import {
  isForbiddenMethod,
  jsonResponse,
  pathOf,
  SANDBOX_METHODS,
  type WireRequest,
  type WireResponse,
} from "../http/wire.ts";
import type { StoredMount } from "../model/mount.ts";
import type { StoredSandbox } from "../model/sandbox.ts";
import type { World } from "../model/world.ts";
import type { Notes } from "./record.ts";

/** Responds with the objects of a mount; nothing when no mount is at that path. */
export type ServeMounted = (
  request: Request,
  path: string,
  mounts: readonly StoredMount[],
) => Promise<Response | undefined>;

/** The sandbox that the label of a sandbox host names. */
export function sandboxOf(world: World, label: string): StoredSandbox | undefined {
  // `<id>` or `<id>-<port>`; an id may itself end in digits.
  return world.get(label) ?? world.get(label.replace(/-\d{1,5}$/, ""));
}

/**
 * A request to a sandbox itself. It wakes a paused one, waits for one that is on its way to running, and gets a response
 * of the mounts or of a stand-in for the program that would listen in the sandbox.
 */
export async function invoke(
  world: World,
  request: WireRequest,
  notes: Notes,
  sandbox: StoredSandbox | undefined,
  serve: ServeMounted | undefined,
): Promise<WireResponse> {
  if (!sandbox) return message(404, "There is no sandbox with this id.");
  if (isForbiddenMethod(request.method))
    return message(405, "A sandbox does not take this method.", { allow: SANDBOX_METHODS });
  if (sandbox.state === wake.from) {
    world.begin(sandbox, wake);
    notes.applied = true;
  }
  if (sandbox.transition?.to === wake.to) await world.atRest(sandbox, request.signal);
  if (sandbox.state !== wake.to)
    return message(409, `The sandbox is ${sandbox.state}: it does not take requests.`);

  const served = serve && (await serve(request.request(), pathOf(request.target), sandbox.mounts));
  return served ? fromResponse(served) : jsonResponse(200, standIn(sandbox));
}

function message(status: number, text: string, headers?: Readonly<Record<string, string>>): WireResponse {
  return jsonResponse(status, { message: text }, headers);
}

function standIn({ id, state }: StoredSandbox) {
  return { sandbox: id, state, message: "The emulator responds in place of the program in the sandbox." };
}

function fromResponse(response: Response): WireResponse {
  return {
    status: response.status,
    headers: Object.fromEntries(response.headers),
    body: response.body as ReadableStream<Uint8Array<ArrayBuffer>> | null,
  };
}
