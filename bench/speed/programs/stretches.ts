import { baseline, ours } from "../call.ts";
import { clients } from "../clients.ts";
import type { Stretches } from "../stretches.ts";
import { summarize } from "../summary.ts";

// argv: the loopback server's URL, how many rounds. Prints how long each stretch of a call takes, with and without us.

const [url = "", rounds = ""] = process.argv.slice(2);
const TURN = 50;

/** When the last call came to `fetch`, when that returned its promise, and when the promise was kept. */
const passed = { enters: 0, returns: 0, answers: 0 };

const timedFetch: typeof fetch = (input, init) => {
  passed.enters = performance.now();
  const response = fetch(input, init);
  passed.returns = performance.now();
  return response.then((answer) => {
    passed.answers = performance.now();
    return answer;
  });
};

const contestants = ([baseline, ours] as const).map((name) => ({
  name,
  send: clients[name].create(url, timedFetch),
  calls: [] as number[][],
}));

for (let round = 0; round <= Number(rounds); round++)
  for (const { send, calls } of contestants)
    for (let call = 0; call < TURN; call++) {
      const begins = performance.now();
      await send();
      const ends = performance.now();
      const { enters, returns, answers } = passed;
      // The first round is for warming up.
      if (round) calls.push([enters - begins, returns - enters, answers - returns, ends - answers]);
    }

const rows = contestants.map(({ name, calls }): Stretches => {
  const [before = 0, inside = 0, waiting = 0, after = 0] = [0, 1, 2, 3].map(
    (stretch) => summarize(calls.map((call) => call[stretch] ?? 0)).median * 1_000,
  );
  return { name, before, inside, waiting, after };
});
process.stdout.write(JSON.stringify(rows));
process.exit(0);
