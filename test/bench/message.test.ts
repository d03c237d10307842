import { spawn } from "node:child_process";
import { expect, test } from "vitest";
import { messageOf } from "../../bench/speed/message.ts";

const program = (code: string) =>
  spawn(process.execPath, ["-e", code], { stdio: ["ignore", "ignore", "ignore", "ipc"] });

test("a program that breaks down is not waited for", async () => {
  await expect(messageOf(program("process.exit(3)"))).rejects.toThrow("ended with 3");
});

test("what a program says is heard", async () => {
  expect(await messageOf(program("process.send('here')"))).toBe("here");
});
