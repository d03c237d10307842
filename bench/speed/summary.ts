/** What many samples of one quantity come to: the middle, and where the middle half of them lies. */
export interface Summary {
  readonly median: number;
  readonly low: number;
  readonly high: number;
}

export function summarize(samples: readonly number[]): Summary {
  const sorted = [...samples].sort((a, b) => a - b);
  const at = (part: number) => sorted[Math.round((sorted.length - 1) * part)] ?? Number.NaN;
  return { median: at(0.5), low: at(0.25), high: at(0.75) };
}

/** Each sample against the baseline's of the same round, so that a slow moment of the machine is in both. */
export const ratios = (samples: readonly number[], baseline: readonly number[]): number[] =>
  samples.map((sample, round) => sample / (baseline[round] ?? Number.NaN));
