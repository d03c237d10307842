import { describe, expect, it } from "vitest";
import { run } from "../support/program.ts";

describe("The examples", () => {
  it("make a first call, and pause, wake and delete what they made", async () => {
    const { code, out, err } = await run("first-call.ts");
    expect(err).toBe("");
    expect(out).toMatch(
      /^(sbx-\w+) is running\nproject-assets\/images\/ is at \/data\/assets\n\1 is paused\n\1 is running, with 1 mount\n\1 is deleted\n$/,
    );
    expect(code).toBe(0);
  });

  it("write each event of the client as one line of JSON", async () => {
    const { code, out, err } = await run("events-to-log.ts");
    expect(err).toBe("");
    const lines = out
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line));
    expect(lines.map(({ operation, message }) => `${operation} ${message}`)).toEqual([
      ...["createSandbox attempt", "createSandbox response", "createSandbox end"],
      ...["getSandbox attempt", "getSandbox response", "getSandbox retry"],
      ...["getSandbox attempt", "getSandbox response", "getSandbox end"],
      ...["pauseSandbox attempt", "pauseSandbox retry"],
      ...["getSandbox attempt", "getSandbox response", "pauseSandbox reconcile", "pauseSandbox end"],
    ]);
    expect(lines[5]).toMatchObject({ level: "warn", reason: "response", status: 503 });
    expect(lines.at(-1)).toMatchObject({ level: "info", outcome: "success", status: 201, attempts: 1 });
    expect(code).toBe(0);
  });

  it("tell the ways to fail apart", async () => {
    const { code, out, err } = await run("errors.ts");
    expect(err).toBe("");
    expect(out.trim().split("\n")).toEqual([
      "a wrong field: BadRequestError: mount_path must be an absolute path: it begins with /",
      "a wrong key: AuthenticationError: the API key is not accepted",
      "no such sandbox: NotFoundError: there is no such sandbox",
      expect.stringMatching(/^an id that is a path: InvalidRequestError: .*sandboxID must be an id/),
      "no capacity: ServerError: the API failed with 503",
      "  it may have taken effect: mounts 0",
      expect.stringMatching(/^a lost response: ConnectionError: /),
      "  it may have taken effect: mounts 1",
      expect.stringMatching(/^a slow response: TimeoutError: .*20 ms/),
      "  it may have taken effect: mounts 1",
      "an abort of our own: no longer wanted",
    ]);
    expect(code).toBe(0);
  });
});
