import { describe, expectTypeOf, it } from "vitest";
import { bodies, queries, responses } from "../../src/generated/emulator/validators.js";
import type { components, operations } from "../../src/generated/schema.ts";

// Nothing here runs: the types are checked by `npm run types`.
type Schemas = components["schemas"];
type KnownState =
  | "starting"
  | "running"
  | "snapshotting"
  | "paused"
  | "unpausing"
  | "stopping"
  | "stopped"
  | "deleting"
  | "deleted";
type Query = NonNullable<operations["listSandboxes"]["parameters"]["query"]>;

describe("types of responses", () => {
  it("hold states that are not known yet, and still offer the known ones", () => {
    const later: Schemas["SandboxStatus"]["state"] = "hibernating";
    expectTypeOf(later).toExtend<string>();
    expectTypeOf<KnownState>().toExtend<Schemas["SandboxState"]>();
    // `string` alone would take the known ones away from editors.
    expectTypeOf<Schemas["SandboxState"]>().not.toEqualTypeOf<string>();
    // The known ones are what remains once the open part is taken out.
    type Literals<T> = T extends string ? (string extends T ? never : T) : never;
    expectTypeOf<Literals<Schemas["SandboxState"]>>().toEqualTypeOf<KnownState>();
  });

  it("hold mount types and network modes that are not known yet", () => {
    const type: Schemas["Mount"]["type"] = "block-storage";
    const mode: Schemas["NetworkPolicy"]["mode"] = "allow-listed";
    expectTypeOf(type).toExtend<string>();
    expectTypeOf(mode).toExtend<string>();
  });

  it("allow for lists that are missing or null, and for a policy that is null", () => {
    expectTypeOf<Schemas["SandboxStatus"]["mounts"]>().toEqualTypeOf<Schemas["Mount"][] | null | undefined>();
    expectTypeOf<Schemas["Sandbox"]["network_policy"]>().toEqualTypeOf<
      Schemas["NetworkPolicy"] | null | undefined
    >();
  });

  it("have neither a secret nor an endpoint in a mount", () => {
    expectTypeOf<keyof Schemas["Mount"]>().toEqualTypeOf<
      "id" | "type" | "bucket" | "mount_path" | "prefix" | "read_only"
    >();
    // @ts-expect-error: a response never carries it.
    type Leak = Schemas["Mount"]["secret_access_key"];
    expectTypeOf<Leak>().toBeAny();
  });

  it("have a network policy in what changes a sandbox, but not in what reads it", () => {
    expectTypeOf<Schemas["Sandbox"]>().toHaveProperty("network_policy");
    expectTypeOf<Schemas["SandboxStatus"]>().not.toHaveProperty("network_policy");
  });
});

describe("types of requests", () => {
  it("are closed: a value that is not known does not compile", () => {
    expectTypeOf<Schemas["MountRequest"]["type"]>().toEqualTypeOf<"object-storage">();
    expectTypeOf<Schemas["NetworkPolicyRequest"]["mode"]>().toEqualTypeOf<
      "allow-all" | "deny-all" | "custom"
    >();
    expectTypeOf<Query["state"]>().toEqualTypeOf<Exclude<KnownState, "deleted"> | undefined>();
    expectTypeOf<Query["order-by"]>().toEqualTypeOf<"desc" | "asc" | undefined>();
  });

  it("need only the fields that are required, not those with a default", () => {
    const body: Schemas["SandboxCreate"] = { template_name: "system/debian:bookworm" };
    const update: Schemas["MountUpdate"] = {};
    expectTypeOf(body.timeout).toEqualTypeOf<number | undefined>();
    expectTypeOf(update.prefix).toEqualTypeOf<string | undefined>();
    // @ts-expect-error: bucket, mount_path and endpoint are missing.
    const mount: Schemas["MountRequest"] = { type: "object-storage" };
    expectTypeOf(mount.read_only).toEqualTypeOf<boolean | undefined>();
  });

  it("reject a name that is spelt wrong, and the type in an update", () => {
    // @ts-expect-error: it is mount_path.
    const misspelt: Schemas["MountUpdate"] = { mountPath: "/data" };
    // @ts-expect-error: a mount's type is fixed when it is added.
    const typed: Schemas["MountUpdate"] = { type: "object-storage" };
    expectTypeOf(misspelt).toEqualTypeOf(typed);
  });
});

describe("types of the validators", () => {
  it("exist for what has a body or a query, and for nothing else", () => {
    expectTypeOf(bodies).toHaveProperty("createSandbox");
    expectTypeOf(bodies).not.toHaveProperty("pauseSandbox");
    expectTypeOf(queries).toHaveProperty("listSandboxes");
    expectTypeOf(queries).not.toHaveProperty("getSandbox");
    expectTypeOf<keyof typeof responses>().toEqualTypeOf<keyof operations>();
    expectTypeOf<keyof (typeof responses)["deleteSandbox"]>().toEqualTypeOf<
      401 | 404 | 409 | 429 | "default"
    >();
  });

  it("tell what was checked", () => {
    const data: unknown = {};
    if (bodies.addSandboxMount(data)) expectTypeOf(data).toEqualTypeOf<Schemas["MountRequest"]>();
    if (responses.pauseSandbox[201](data)) expectTypeOf(data).toEqualTypeOf<Schemas["Sandbox"]>();
  });
});
