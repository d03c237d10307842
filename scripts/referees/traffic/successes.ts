import type { NetworkPolicyRequest } from "leap0-fetch";
import { mountRequest } from "../../../test/support/fixtures.ts";
import type { Scene } from "./scene.ts";

const policy: NetworkPolicyRequest = {
  mode: "custom",
  allow_domains: ["example.com"],
  allow_cidrs: ["192.0.2.0/24"],
  transforms: [{ domain: "example.com", inject_headers: { "x-team": "agents" }, strip_headers: ["cookie"] }],
};

/** The whole life of sandboxes, with every operation, every field of a request and every query. */
export async function succeed({ stage, client, sandboxID }: Scene): Promise<void> {
  const { id } = await client.sandboxes.create({
    template_name: "system/debian:bookworm",
    env_vars: { NODE_ENV: "production" },
    mounts: [mountRequest({ read_only: true })],
    vcpu: 2,
    memory: 2048,
    timeout: 600,
    auto_pause: true,
    network_policy: policy,
  });
  await client.sandboxes.get(id);
  await stage.arrive();

  const { id: mountID } = await client.mounts.add(
    id,
    mountRequest({ mount_path: "/data/more", read_only: false }),
  );
  await client.mounts.update(id, mountID, mountRequestToMove());
  await client.mounts.update(id, mountID, { prefix: "" });
  await client.sandboxes.get(id);
  await client.mounts.delete(id, mountID);

  await client.sandboxes.pause(id);
  await client.sandboxes.get(id);
  await stage.arrive();
  await client.sandboxes.get(id);
  await client.sandboxes.resume(id);

  await client.sandboxes.stop(id);
  await stage.arrive();
  await client.sandboxes.list({
    state: "stopped",
    sort: "state",
    "order-by": "asc",
    page: 1,
    "page-size": 1,
  });
  await client.sandboxes.start(id);
  await stage.arrive();
  await client.sandboxes.list();

  await client.sandboxes.delete(id);
  await client.sandboxes.get(id);
  await stage.arrive();
  await client.sandboxes.delete(sandboxID);
  await client.sandboxes.list();
  await stage.arrive();
  await client.sandboxes.list();
}

function mountRequestToMove() {
  const { type: _, ...changed } = mountRequest({
    mount_path: "/data/moved",
    prefix: "images/",
    read_only: true,
  });
  return changed;
}
