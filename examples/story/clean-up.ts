import { ConflictError, type Leap0Client, Leap0Error, NotFoundError, type Sandbox } from "leap0-fetch";

/** Deletes the sandbox of a story that ended early, whatever state it is in. Says what became of it. */
export async function cleanUp(
  client: Leap0Client,
  making: Promise<Sandbox> | undefined,
): Promise<string | undefined> {
  let id: string;
  try {
    if (!making) return undefined;
    ({ id } = await making);
  } catch (error) {
    if (error instanceof Leap0Error && error.outcomeUnknown)
      return "A sandbox may have been made all the same. It ends by itself after ten minutes.";
    return undefined;
  }
  try {
    await deleteAtRest(client, id);
  } catch (error) {
    if (!(error instanceof NotFoundError))
      return `The sandbox ${id} is still there, for ten minutes at most: ${(error as Error).message}`;
  }
  return `The sandbox ${id} is deleted.`;
}

/** A sandbox on its way from one state to another cannot be deleted before it has arrived. */
async function deleteAtRest(client: Leap0Client, id: string): Promise<void> {
  try {
    await client.sandboxes.delete(id);
  } catch (error) {
    if (!(error instanceof ConflictError)) throw error;
    await client.sandboxes.waitFor(id, ["running", "paused", "stopped"], { totalTimeoutMs: 300_000 });
    await client.sandboxes.delete(id);
  }
}
