/** Where progress goes: standard output, or what a test puts in its place. */
export interface Screen {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
}

/** `[######----------]  75 of 200, 1 failed`, in one line of that many columns. */
export function bar(done: number, failed: number, total: number, columns: number): string {
  const words = ` ${String(done).padStart(String(total).length)} of ${total}${failed ? `, ${failed} failed` : ""}`;
  const width = Math.max(Math.min(columns - words.length - 3, 40), 1);
  const full = total ? Math.floor((width * done) / total) : width;
  return `[${"#".repeat(full)}${"-".repeat(width - full)}]${words}`;
}

/** A bar that moves on a terminal. Where the output is kept, a line for each tenth. */
export function showProgress(screen: Screen, total: number) {
  let tenth = -1;
  return {
    update(done: number, failed: number): void {
      if (screen.isTTY) screen.write(`\r${bar(done, failed, total, screen.columns || 80)}`);
      else if (tenth !== Math.floor((10 * done) / total)) {
        tenth = Math.floor((10 * done) / total);
        screen.write(`${done} of ${total}\n`);
      }
    },
    /** What is written next begins a line. */
    end(): void {
      if (screen.isTTY) screen.write("\n");
    },
  };
}
