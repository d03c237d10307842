import { wake } from "../description.ts";
import { type Answer, written } from "../http/answer.ts";
import type { Call } from "../http/call.ts";
import { idsOf } from "../http/hosts.ts";
import { refused, shown } from "../http/reply.ts";
import type { StoredMount } from "../model/mount.ts";
import type { StoredSandbox } from "../model/sandbox.ts";
import { atRest } from "../model/wait.ts";
import type { World } from "../model/world.ts";
import { noSuchSandbox } from "./operations/refusals.ts";

/** Answers a request with the objects of a mount; nothing when no mount is at that path. */
export type ServeMounted = (
  request: Request,
  path: string,
  mounts: readonly StoredMount[],
) => Promise<Response | undefined>;

/** The sandbox that the label of an invoke host names. */
export function sandboxOf({ store }: World, label: string): StoredSandbox | undefined {
  for (const id of idsOf(label)) {
    const sandbox = store.get(id);
    if (sandbox) return sandbox;
  }
  return undefined;
}

/**
 * A request to a sandbox itself. It wakes a paused one, waits for one that is on its way to running, and is answered by
 * the mounts or by a stand-in for the program that would listen in the sandbox.
 *
 * @param woke called when the request begins to wake the sandbox
 */
export async function invoke(
  world: World,
  call: Call,
  sandbox: StoredSandbox | undefined,
  serve: ServeMounted | undefined,
  woke: () => void,
): Promise<Answer> {
  if (!sandbox) return written(noSuchSandbox);
  if (sandbox.state === wake.from) {
    world.machine.begin(sandbox, wake);
    woke();
  }
  if (sandbox.transition?.to === wake.to) await atRest(world, sandbox, call.signal);
  if (sandbox.state !== wake.to)
    return written(refused(409, `The sandbox is ${sandbox.state}: it does not take requests.`));

  const path = call.target.replace(/\?.*$/s, "");
  const served = serve && (await serve(call.request(), path, sandbox.mounts));
  return served ? fromResponse(served) : written(standIn(sandbox));
}

function standIn({ id, state }: StoredSandbox) {
  return shown(200, {
    sandbox: id,
    state,
    message: "The emulator answers in place of the program in the sandbox.",
  });
}

function fromResponse(response: Response): Answer {
  return {
    status: response.status,
    headers: Object.fromEntries(response.headers),
    body: response.body as ReadableStream<Uint8Array<ArrayBuffer>> | null,
  };
}
