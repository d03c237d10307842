import type { OperationId } from "leap0-fetch";
import { limits } from "../../../src/generated/emulator/description.ts";
import { mountRequest } from "../../../test/support/fixtures.ts";
import { call, withMountID } from "../../../test/support/operations.ts";
import { type Documented, statusOf } from "../documented.ts";
import type { Scene } from "./scene.ts";

/** Makes the API answer a failure. */
export type Provoke = (scene: Scene) => Promise<unknown>;

const ANY = { template_name: "template" };
const notAbsolute = { mount_path: "data" };

/** What only one operation can be refused for: its fields, and the states and numbers that it does not allow. */
const refusals: { readonly [Id in OperationId]?: { readonly [Status in 400 | 409]?: Provoke } } = {
  createSandbox: {
    400: ({ client }) => client.sandboxes.create({ ...ANY, timeout: 0 }),
    409: async ({ stage, client }) => {
      for (let number = 2; number <= limits.sandboxes; number++) await stage.backstage.sandboxes.create(ANY);
      await client.sandboxes.create(ANY);
    },
  },
  listSandboxes: { 400: async ({ client }) => client.sandboxes.list({ "page-size": 0 }) },
  deleteSandbox: {
    409: async ({ stage, client, sandboxID }) => {
      await stage.backstage.sandboxes.pause(sandboxID);
      await client.sandboxes.delete(sandboxID);
    },
  },
  pauseSandbox: {
    409: async ({ stage, client, sandboxID }) => {
      await stage.backstage.sandboxes.pause(sandboxID);
      await stage.arrive();
      await client.sandboxes.pause(sandboxID);
    },
  },
  stopSandbox: {
    409: async ({ stage, client, sandboxID }) => {
      await stage.backstage.sandboxes.pause(sandboxID);
      await stage.arrive();
      await client.sandboxes.stop(sandboxID);
    },
  },
  startSandbox: { 409: ({ client, sandboxID }) => client.sandboxes.start(sandboxID) },
  addSandboxMount: {
    400: ({ client, sandboxID }) => client.mounts.add(sandboxID, mountRequest(notAbsolute)),
    409: async ({ stage, client, sandboxID }) => {
      const numbered = (number: number) => mountRequest({ mount_path: `/data/${number}` });
      for (let number = 2; number <= limits.mountsPerSandbox; number++)
        await stage.backstage.mounts.add(sandboxID, numbered(number));
      await client.mounts.add(sandboxID, numbered(limits.mountsPerSandbox + 1));
    },
  },
  updateSandboxMount: {
    400: ({ client, sandboxID, mountID }) => client.mounts.update(sandboxID, mountID, notAbsolute),
    409: async ({ stage, client, sandboxID, mountID }) => {
      await stage.backstage.mounts.add(sandboxID, mountRequest({ mount_path: "/data/taken" }));
      await client.mounts.update(sandboxID, mountID, { mount_path: "/data/taken" });
    },
  },
};

/** How to make the API answer an operation with a failure; nothing where nobody has thought of a way. */
export function provocation(documented: Documented): Provoke | undefined {
  const { operation, status } = documented;
  const run = ({ client, sandboxID, mountID }: Scene) =>
    call("client methods", client, operation, undefined, { sandboxID, mountID });

  switch (status) {
    case "401":
      return (scene) => run({ ...scene, client: scene.stranger });
    case "404":
      return withMountID.includes(operation)
        ? (scene) => run({ ...scene, mountID: "mnt-nobody" })
        : (scene) => run({ ...scene, sandboxID: "sbx-nobody" });
    case "429":
      return async (scene) => {
        await scene.stage.useUpRate();
        await run(scene);
      };
    // No state of the emulator leads here.
    case "503":
    case "default":
      return async (scene) => {
        const fault = { kind: "status", status: statusOf(documented) } as const;
        scene.stage.emulator.inject({ operation, fault });
        await run(scene);
      };
    default:
      return refusals[operation]?.[Number(status) as 400 | 409];
  }
}
