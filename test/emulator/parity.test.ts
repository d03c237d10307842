import fc from "fast-check";
import { expect, it } from "vitest";
import { inProcess, type Open, type Opened, overHttp, type Read } from "./support/open.ts";
import { KNOWN_TO_NODE, requests, send, TOGETHER } from "./support/requests.ts";

const REQUESTS = Number(process.env.LEAP0_FUZZ_RUNS ?? 2000);

/** Ids that are the same in every emulator. */
const counted = () => {
  let count = 0;
  return (kind: string) => `${kind}-${++count}`;
};

const opened = async (open: Open): Promise<Opened> => {
  const limits = { requests: 15 };
  const made = await open({ createId: counted(), stateDelayMs: 1000, respondWhen: "accepted", limits });
  await made.create();
  return made;
};

/** What a caller can see of an answer, but for what HTTP itself adds. */
const seen = ({ status, text, headers }: Read) => ({
  status,
  text,
  headers: ["content-type", "retry-after", "allow"].map((name) => headers.get(name)),
});

const recorded = ({ emulator }: Opened) => emulator.requests().map(({ ms, ...record }) => record);

it(
  "answers whatever is sent in process exactly as over HTTP, and is the same afterwards",
  async () => {
    await fc.assert(
      fc.asyncProperty(requests, async (sequence) => {
        const [near, far] = [await opened(inProcess), await opened(overHttp)];
        for (const sent of sequence.filter(({ method }) => method === "HEAD" || KNOWN_TO_NODE.has(method)))
          expect(seen(await send(near, sent))).toEqual(seen(await send(far, sent)));
        expect(near.emulator.export()).toEqual(far.emulator.export());
        expect(recorded(near)).toEqual(recorded(far));
      }),
      { numRuns: Math.ceil(REQUESTS / TOGETHER / 2) },
    );
  },
  Math.max(300_000, REQUESTS * 10),
);
