import type { ThrowingApi } from "../api/types.ts";
import type { CallOptions } from "../config/options.ts";
import { BadRequestError, ConflictError } from "../errors/api-error.ts";
import { TimeoutError } from "../errors/leap0-error.ts";
import { mountDefaults } from "../generated/facts.ts";
import type { Mount, MountRequest } from "../models.ts";
import { bounded } from "../transport/bounded.ts";
import { same } from "../transport/effect.ts";
import { shareTotal } from "./share-total.ts";

/** Ensures under way, by sandbox: the next one waits and then sees what the one before has done. */
export type Underway = Map<string, Promise<unknown>>;

/** Takes its turn behind other calls for the same sandbox, then brings the mount about. */
export function ensure(
  api: ThrowingApi,
  underway: Underway,
  sandboxID: string,
  body: MountRequest,
  options: CallOptions,
): Promise<Mount> {
  const before = underway.get(sandboxID);
  const remaining = shareTotal(options);
  const inTurn = async () => {
    if (before) await waitBehind(before, remaining());
    return bringAbout(api, sandboxID, body, remaining);
  };
  const turn = inTurn();
  const over = Promise.allSettled([before, turn]).then(() => {
    if (underway.get(sandboxID) === over) underway.delete(sandboxID);
  });
  underway.set(sandboxID, over);
  return turn;
}

function waitBehind(before: Promise<unknown>, { totalTimeoutMs, signal }: CallOptions): Promise<unknown> {
  const expired = () =>
    Promise.reject(
      new TimeoutError(
        "another ensure for this sandbox was not done within the total limit (totalTimeoutMs)",
        {
          limit: "total",
        },
      ),
    );
  return bounded<unknown>(before, totalTimeoutMs ?? Number.POSITIVE_INFINITY, signal, () => {}, expired);
}

async function bringAbout(
  api: ThrowingApi,
  sandboxID: string,
  body: MountRequest,
  options: () => CallOptions,
): Promise<Mount> {
  const find = async () => {
    const { mounts } = await api.GET("/v1/sandbox/{sandboxID}/", {
      ...options(),
      params: { path: { sandboxID } },
    });
    return mounts?.find(({ mount_path }) => same(mount_path, body.mount_path));
  };
  let mount = await find();
  if (!mount) {
    try {
      return await api.POST("/v1/sandbox/{sandboxID}/mounts", {
        ...options(),
        params: { path: { sandboxID } },
        body,
      });
    } catch (error) {
      // Another program may have been faster.
      if (!(error instanceof ConflictError || error instanceof BadRequestError)) throw error;
      mount = await find();
      if (!mount) throw error;
    }
  }
  const { type, mount_path, ...wanted } = body;
  const { read_only: isReadOnly = mountDefaults.read_only } = mount;
  const { read_only = isReadOnly } = wanted;
  if (same(mount.bucket, body.bucket) && same(mount.prefix, body.prefix) && isReadOnly === read_only)
    return mount;
  // An update keeps what it is not given, so what is not wanted is cleared.
  const update = { prefix: "", access_key_id: "", secret_access_key: "", ...wanted };
  return api.PATCH("/v1/sandbox/{sandboxID}/mounts/{mountID}", {
    ...options(),
    params: { path: { sandboxID, mountID: mount.id } },
    body: update,
  });
}
