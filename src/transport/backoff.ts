const BASE_MS = 500;
const LONGEST_MS = 8_000;

/** How long to wait before the next attempt: full jitter, so that callers who failed together do not return together. */
export const backoffMs = (repeats: number): number =>
  Math.random() * Math.min(LONGEST_MS, BASE_MS * 2 ** repeats);
