import { describe, expect, expectTypeOf, it } from "vitest";
import { defaults, lifecycle, statuses } from "../../src/generated/emulator/description.ts";
import { authHeaders, baseUrl, finalStates, rateLimit, sandboxDomain } from "../../src/generated/facts.ts";
import document from "../../src/generated/openapi.json" with { type: "json" };
import { type Effect, type OperationId, operations, secretFields } from "../../src/generated/operations.ts";

describe("the operation table", () => {
  it("has a row for each operation of the description, with its method, path and success", () => {
    const described = Object.entries(document.paths).flatMap(([path, item]) =>
      Object.entries(item)
        .filter(([method]) => method !== "parameters")
        .map(([method, operation]) => {
          const { operationId, responses } = operation as { operationId: string; responses: object };
          const success = Object.keys(responses).find((status) => status.startsWith("2"));
          return [operationId, method.toUpperCase(), path, Number(success)];
        }),
    );
    const rows = Object.values(operations).map(({ id, method, path, success }) => [
      id,
      method,
      path,
      success,
    ]);
    expect(rows.sort()).toEqual(described.sort());
  });

  it("lets reads and only reads be retried unconditionally, and create never", () => {
    for (const { method, retry } of Object.values(operations))
      expect(retry === "safe").toBe(method === "GET");
    expect(operations.createSandbox.retry).toBe("never");
    expectTypeOf(operations.pauseSandbox.retry).toExtend<Effect>();
  });

  it("says what to look for after each write", () => {
    expect(operations.pauseSandbox.retry).toEqual({ effect: "state", to: "paused", via: "snapshotting" });
    expect(operations.deleteSandbox.retry).toEqual({
      effect: "sandbox-gone",
      states: ["deleting", "deleted"],
    });
    expect(operations.addSandboxMount.retry).toEqual({
      effect: "mount-matches",
      fields: ["mount_path", "bucket", "prefix"],
    });
    // What an answer never shows cannot be compared: the endpoint and the keys.
    expect(operations.updateSandboxMount.retry.visible).toEqual([
      "bucket",
      "mount_path",
      "prefix",
      "read_only",
    ]);
  });

  it("names every field that holds a secret", () => {
    expect(secretFields).toEqual(["access_key_id", "secret_access_key"]);
  });

  it("keeps literal types, so that a row decides what compiles", () => {
    expectTypeOf<OperationId>().toEqualTypeOf<keyof typeof operations>();
    expectTypeOf(operations.pauseSandbox.success).toEqualTypeOf<201>();
    expectTypeOf(operations.pauseSandbox.path).toEqualTypeOf<"/v1/sandbox/{sandboxID}/pause">();
    expectTypeOf(operations.deleteSandbox.method).toEqualTypeOf<"DELETE">();
  });
});

describe("the facts", () => {
  it("are those of the description", () => {
    expect({ baseUrl, sandboxDomain, rateLimit, authHeaders, finalStates }).toEqual({
      baseUrl: "https://api.leap0.dev",
      sandboxDomain: "sandbox.leap0.dev",
      rateLimit: { requests: 1000, perMs: 60_000 },
      authHeaders: ["authorization", "leap0-authorization"],
      finalStates: ["deleting", "deleted"],
    });
  });

  it("give the emulator the statuses, transitions and defaults", () => {
    expect(statuses.startSandbox).toEqual([200, 401, 404, 409, 429, 503]);
    expect(lifecycle.deleteSandbox.from).toEqual(["running", "paused", "stopped"]);
    expect(defaults.createSandbox).toEqual({ vcpu: 1, memory: 1024, timeout: 300, auto_pause: false });
  });
});
