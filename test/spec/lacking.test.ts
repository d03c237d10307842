import { describe, expect, it } from "vitest";
import { render } from "../../scripts/generate/generate.ts";
import document from "../../src/generated/openapi.json" with { type: "json" };

/** What generating from a changed description complains of. */
function complaint(change: (description: typeof document) => void): Promise<string> {
  const description = structuredClone(document);
  change(description);
  return render(description as unknown as Parameters<typeof render>[0]).then(
    () => "nothing",
    (error: Error) => error.message,
  );
}

const pause = (description: typeof document) => description.paths["/v1/sandbox/{sandboxID}/pause"].post;

describe("nothing is generated from a description in which", () => {
  it("an operation does not say what may be retried", async () => {
    expect(await complaint((d) => Reflect.deleteProperty(pause(d), "x-leap0"))).toMatch(
      /^pauseSandbox: Add `x-leap0` with `retry`/,
    );
  });

  it("an operation has no id", async () => {
    expect(await complaint((d) => Reflect.deleteProperty(pause(d), "operationId"))).toMatch(
      /^POST \/v1\/sandbox\/\{sandboxID\}\/pause: give it an operationId/,
    );
  });

  it("a transition names a state that there is not", async () => {
    const message = await complaint((d) => {
      pause(d)["x-leap0"].lifecycle.through = "snapshoting";
    });
    expect(message).toMatch(/^pauseSandbox: .*`snapshoting`.* no SandboxState/);
  });

  it("a mount is to be recognised by a field that answers do not have", async () => {
    const message = await complaint((d) => {
      d.paths["/v1/sandbox/{sandboxID}/mounts"].post["x-leap0"].match = ["endpoint"];
    });
    expect(message).toMatch(/^addSandboxMount: .*`endpoint`/);
  });

  it("an operation has two successes, or none", async () => {
    const two = await complaint((d) => Object.assign(pause(d).responses, { 202: { description: "Later." } }));
    expect(two).toMatch(/^pauseSandbox: Describe exactly one success/);
    const none = await complaint((d) => Reflect.deleteProperty(pause(d).responses, "201"));
    expect(none).toMatch(/^pauseSandbox: Describe exactly one success/);
  });

  it("a limit is missing", async () => {
    expect(await complaint((d) => Reflect.deleteProperty(d["x-leap0"].limits, "bodyBytes"))).toMatch(
      /x-leap0.limits: set bodyBytes/,
    );
  });

  it("waking leads to a state that there is not", async () => {
    const message = await complaint((d) => {
      d.components.schemas.SandboxState["x-leap0"].wake.to = "awake";
    });
    expect(message).toMatch(/SandboxState: set x-leap0.wake/);
  });

  it("there is no host to wake a sandbox through", async () => {
    expect(await complaint((d) => Reflect.deleteProperty(d["x-leap0"], "sandboxHost"))).toMatch(
      /yields no sandboxDomain/,
    );
  });
});
