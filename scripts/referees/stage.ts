import { Leap0Client } from "leap0-fetch";
import { createEmulator, createManualClock } from "leap0-fetch/emulator";
import { mountRequest } from "../../test/support/fixtures.ts";

export const API_KEY = "placeholder-api-key";
const DELAY_MS = 1_000;

/** An emulator over HTTP whose time stands still, and ways to set a scene that no referee sees. */
export type Stage = Awaited<ReturnType<typeof setStage>>;

export async function setStage() {
  const clock = createManualClock();
  const emulator = createEmulator({
    apiKey: API_KEY,
    clock,
    // Waking is not held up: the request that wakes would wait for a clock that nobody moves.
    stateDelayMs: { starting: DELAY_MS, snapshotting: DELAY_MS, stopping: DELAY_MS, deleting: DELAY_MS },
    answerWhen: "accepted",
  });
  const listening = await emulator.listen();
  const backstage = new Leap0Client({ apiKey: API_KEY, fetch: emulator.fetch, rateLimit: false });

  return {
    emulator,
    listening,
    /** A client that the referees do not see. */
    backstage,
    /** Lets every change of state that is under way come to its end. */
    arrive: () => clock.advance(DELAY_MS),
    /** An organization with one running sandbox, which has one mount. */
    async begin(): Promise<{ sandboxID: string; mountID: string }> {
      emulator.reset();
      const sandbox = await backstage.sandboxes.create({
        template_name: "template",
        mounts: [mountRequest()],
      });
      await clock.advance(DELAY_MS);
      return { sandboxID: sandbox.id, mountID: sandbox.mounts?.[0]?.id ?? "" };
    },
    /** Sends requests until the emulator takes no more of them. */
    async useUpRate(): Promise<void> {
      const headers = { authorization: `Bearer ${API_KEY}` };
      let status = 0;
      while (status !== 429)
        ({ status } = await emulator.fetch("https://api.example/v1/sandboxes", { headers }));
    },
  };
}
