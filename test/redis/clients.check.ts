import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Leap0Client } from "leap0-fetch";
import { createEmulator } from "leap0-fetch/emulator";
import { expect, onTestFinished, test, vi } from "vitest";
import { blocksOf } from "../../scripts/docs/samples.ts";
import { root } from "../samples/collect.ts";
import { commandsOf, describeRedis, redisFor } from "./redis.ts";

/** The programs that the guide shows, one for each client of Redis. */
const guide = await readFile(join(root, "docs/guides/many-sandboxes.md"), "utf8");
const shown = blocksOf(guide).filter(({ lang }) => lang === "js");

interface Shown {
  readonly client: Leap0Client;
  readonly redis: { quit(): Promise<unknown> };
}

describeRedis("the clients of Redis that the guide shows", () => {
  test("are four", () => {
    const names = shown.map(({ code }) => /from "((?!leap0)[^"]+)"/.exec(code)?.[1]);
    expect(names).toEqual(["ioredis", "@redis/client", "iovalkey", "ioredis"]);
  });

  test.each(shown.map(({ code, line }) => [line, code] as const))(
    "line %i keeps its limit in Redis, in one key that is a hash",
    async (_, code) => {
      const redis = await redisFor(code.includes("Cluster"));
      const emulator = createEmulator({ apiKey: "key-of-the-organization" });
      const api = await emulator.listen();
      onTestFinished(api.close);
      vi.stubEnv("REDIS_URL", `redis://127.0.0.1:${redis.port}`);
      vi.stubEnv("LEAP0_API_KEY", "key-of-the-organization");
      vi.stubEnv("LEAP0_BASE_URL", api.url);
      vi.stubEnv("LEAP0_SANDBOX_DOMAIN", api.sandboxDomain);
      onTestFinished(() => void vi.unstubAllEnvs());

      const folder = await mkdtemp(join(tmpdir(), "leap0-redis-client-"));
      onTestFinished(() => rm(folder, { recursive: true }));
      await writeFile(join(folder, "program.js"), `${code}\nexport { client, redis };`);
      const { client, redis: connection } = (await import(join(folder, "program.js"))) as Shown;
      onTestFinished(async () => void (await connection.quit()));

      await Promise.all(Array.from({ length: 5 }, () => client.sandboxes.list()));
      expect(await commandsOf(redis.port, "KEYS *")).toMatch(
        /^\*1\r\n\$46\r\nleap0-fetch:\{[0-9a-f]{32}\}\r\n$/,
      );
      expect(await commandsOf(redis.port, "INFO commandstats")).toMatch(/cmdstat_eval:calls=[1-9]/);
    },
  );
});
