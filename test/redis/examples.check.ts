import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createEmulator } from "leap0-fetch/emulator";
import { expect, onTestFinished, test } from "vitest";
import { run } from "../support/program.ts";
import { commandsOf, describeRedis, redisFor } from "./redis.ts";

const IDS = Array.from({ length: 40 }, (_, at) => `sbx-${at}`);

describeRedis("examples/many-sandboxes", () => {
  test("shares one limit between its workers in Redis, also where the API sends a 429", async () => {
    const redis = await redisFor();
    const emulator = createEmulator({
      apiKey: "key-of-the-organization",
      state: { version: 1, sandboxes: IDS.map((id) => ({ id, state: "running" })) },
    });
    const api = await emulator.listen();
    onTestFinished(api.close);
    const folder = await mkdtemp(join(tmpdir(), "leap0-many-"));
    onTestFinished(() => rm(folder, { recursive: true }));
    const tooMany = { kind: "status", status: 429, headers: { "retry-after": "1" } } as const;
    emulator.inject({ operation: "addSandboxMount", fault: tooMany, times: 2 });

    const mount = ["--endpoint", "https://s3.example.com", "--bucket", "project-assets", "--at", "/data"];
    const journal = ["--journal", join(folder, "attached.txt")];
    const { code, out, err } = await run(
      "many-sandboxes/main.ts",
      ["attach", ...mount, ...journal, "--workers", "4"],
      {
        env: {
          LEAP0_API_KEY: "key-of-the-organization",
          LEAP0_BASE_URL: api.url,
          REDIS_URL: `redis://127.0.0.1:${redis.port}`,
        },
      },
    );
    expect([code, err], out).toEqual([0, ""]);
    expect(out.endsWith("\n40 of 40\n")).toBe(true);
    const commands = await commandsOf(redis.port, "INFO commandstats");
    expect(commands).toMatch(/cmdstat_eval:calls=[1-9]/);
    expect(commands).not.toMatch(/cmdstat_eval:.*failed_calls=[1-9]/);
    expect(await commandsOf(redis.port, "DBSIZE")).toMatch(/^:[1-9]/);
  });
});
