import { AssertionError } from "node:assert";
import { parseArgs } from "node:util";
import {
  ConflictError,
  InvalidRequestError,
  type Leap0Client,
  Leap0Error,
  NotFoundError,
  type Sandbox,
} from "leap0-fetch";
import { Narrator } from "./narrator.ts";
import { openLiveStage, openLocalStage, UsageError } from "./stage.ts";
import { play } from "./steps.ts";

const HELP = `Usage: npm start [-- --live]

Mounts a bucket in a sandbox, reads from it, pauses and wakes the sandbox, and
shows each call with its result. API and storage run on this machine for as
long as that takes.

  --live   Do it with the real API. Needs LEAP0_API_KEY; heeds LEAP0_BASE_URL
           and LEAP0_SANDBOX_DOMAIN. The steps with a bucket need S3_ENDPOINT,
           S3_BUCKET, S3_ACCESS_KEY_ID and S3_SECRET_ACCESS_KEY, and are left
           out without them. The sandbox costs what a sandbox costs; it is
           deleted in the end, also when a step fails.
  --help   Show this.

Ends with 0 when every step went as expected, 1 when one did not, 2 when it was
called in a wrong way, 130 when it was interrupted.`;

class Interruption extends Error {}

// Whoever reads along may stop reading; the sandbox has to be deleted all the same.
process.stdout.on("error", () => {});
try {
  const { values } = parseArgs({ options: { live: { type: "boolean" }, help: { type: "boolean" } } });
  if (values.help) console.log(HELP);
  else process.exitCode = await perform(values.live ?? false);
} catch (error) {
  const { code = "", message } = error as NodeJS.ErrnoException;
  const isUsage = error instanceof UsageError || error instanceof InvalidRequestError;
  if (!isUsage && !code.startsWith("ERR_PARSE_ARGS")) throw error;
  console.error(`${message}\n\n${HELP}`);
  process.exitCode = 2;
}

async function perform(live: boolean): Promise<number> {
  const narrator = new Narrator();
  const stage = live ? openLiveStage(narrator) : await openLocalStage(narrator);
  let making: Promise<Sandbox> | undefined;
  try {
    for (const line of stage.opening) narrator.say(line);
    const playing = play(stage, narrator, (sandbox) => {
      making = sandbox;
    });
    await Promise.race([playing, interruption()]);
    narrator.say(`\n${narrator.summary}\n${stage.closing()}`);
    return 0;
  } catch (error) {
    narrator.say(`\n${explain(error, narrator)}`);
    const left = await cleanUp(stage.client, making);
    if (left) narrator.say(left);
    // The step that was interrupted may still be waiting for something.
    if (error instanceof Interruption) process.exit(130);
    return 1;
  } finally {
    await stage.close?.();
  }
}

function explain(error: unknown, { steps }: Narrator): string {
  if (error instanceof Interruption) return `Interrupted in step ${steps} (${error.message}).`;
  if (error instanceof AssertionError) return `Step ${steps} did not go as told: ${error.message}.`;
  // What a call threw has been shown beneath it.
  if (error instanceof Leap0Error) return `Step ${steps} failed.`;
  return `Step ${steps} failed: ${error instanceof Error ? error.stack : error}`;
}

function interruption(): Promise<never> {
  return new Promise((_, reject) => {
    // Not `once`: npm passes Ctrl-C on to a program that the terminal has told already.
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const)
      process.on(signal, () => reject(new Interruption(signal)));
  });
}

/** Deletes the sandbox of a story that ended early, whatever state it is in. Says what became of it. */
async function cleanUp(client: Leap0Client, making?: Promise<Sandbox>): Promise<string | undefined> {
  let id = "";
  try {
    if (!making) return undefined;
    ({ id } = await making);
    await deleteAtRest(client, id);
  } catch (error) {
    if (!id && error instanceof Leap0Error && error.outcomeUnknown)
      return "A sandbox may have been made all the same. It ends by itself after ten minutes.";
    if (!id) return undefined;
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
