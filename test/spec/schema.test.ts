import { describe, expectTypeOf, it } from "vitest";
import { bodies, responses } from "../../src/generated/emulator/validators.js";
import type { components, operations } from "../../src/generated/schema.ts";

// Nothing here runs: the types are checked by `npm run types`.
type Schemas = components["schemas"];
/** What a type lists, without the part that is open. */
type Literals<T> = T extends string ? (string extends T ? never : T) : never;
type KnownState = Literals<Schemas["SandboxState"]>;
type Query = NonNullable<operations["listSandboxes"]["parameters"]["query"]>;

describe("types of responses", () => {
  it("hold states that are not known yet, and still offer the known ones", () => {
    const later: Schemas["SandboxStatus"]["state"] = "hibernating";
    expectTypeOf(later).toExtend<string>();
    expectTypeOf<"paused">().toExtend<KnownState>();
    // `string` alone would take the known ones away from editors.
    expectTypeOf<Schemas["SandboxState"]>().not.toEqualTypeOf<string>();
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
    expectTypeOf<keyof Schemas["Mount"] & ("endpoint" | "access_key_id")>().toBeNever();
    // @ts-expect-error: a response never carries it.
    type Leak = Schemas["Mount"]["secret_access_key"];
    expectTypeOf<Leak>().toBeAny();
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

it("a validator tells the type of what it has checked", () => {
  const data: unknown = {};
  if (bodies.addSandboxMount(data)) expectTypeOf(data).toEqualTypeOf<Schemas["MountRequest"]>();
  if (responses.pauseSandbox[201](data)) expectTypeOf(data).toEqualTypeOf<Schemas["Sandbox"]>();
});
