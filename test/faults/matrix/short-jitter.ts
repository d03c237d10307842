import { afterAll, beforeAll, vi } from "vitest";

/** Lets waits take the short end of their jitter: whether it is spread well is another test's question. */
export function useShortJitter(): void {
  beforeAll(() => void vi.spyOn(Math, "random").mockReturnValue(0.05));
  afterAll(() => void vi.mocked(Math.random).mockRestore());
}
