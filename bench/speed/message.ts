import type { ChildProcess } from "node:child_process";

/** The next message of a program; rejects where it ends without one, so that nobody waits for it. */
export const messageOf = (program: ChildProcess): Promise<unknown> =>
  new Promise((resolve, reject) => {
    const ended = (code: number | null) => reject(new Error(`a program of the bench ended with ${code}`));
    program.once("exit", ended);
    program.once("message", (message) => {
      program.off("exit", ended);
      resolve(message);
    });
  });
