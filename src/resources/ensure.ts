import { listIn } from "../api/response.ts";
import type { ThrowingApi } from "../api/types.ts";
import type { CallOptions } from "../config/options.ts";
import { BadRequestError, ConflictError } from "../errors/api-error.ts";
import { TimeoutError } from "../errors/leap0-error.ts";
import type { Mount, MountRequest } from "../models.ts";
import { bounded } from "../transport/deadline.ts";
import { sameField } from "../transport/effect.ts";
import { shareTotal } from "./wait-for.ts";

/** The ensures of each sandbox that are under way: the next one waits, and then sees what the one before has done. */
export type Underway = Map<string, Promise<unknown>>;

/** What an update keeps when it is left out, and clears when it is empty. */
const CLEARED = { prefix: "", access_key_id: "", secret_access_key: "" };

/** Waits for the other ensures of the same sandbox, then adds or updates the mount. */
export async function ensure(
  api: ThrowingApi,
  underway: Underway,
  sandboxID: string,
  body: MountRequest,
  options: CallOptions,
): Promise<Mount> {
  const before = underway.get(sandboxID);
  const remaining = shareTotal(options);
  const inOrder = async () => {
    const expired = () =>
      Promise.reject(
        new TimeoutError("not done within totalTimeoutMs, behind another ensure", { limit: "total" }),
      );
    if (before) await bounded<unknown>(before, options.totalTimeoutMs, options.signal, expired);
    return addOrUpdate(api, sandboxID, body, remaining);
  };
  const ensured = inOrder();
  const over = Promise.allSettled([before, ensured]).then(() => {
    if (underway.get(sandboxID) === over) underway.delete(sandboxID);
  });
  underway.set(sandboxID, over);
  return ensured;
}

async function addOrUpdate(
  api: ThrowingApi,
  sandboxID: string,
  body: MountRequest,
  options: () => CallOptions,
): Promise<Mount> {
  // Empty means none: an add leaves such a field out, and an update clears it.
  const given = Object.fromEntries(
    Object.entries(Object(body)).filter(
      ([name, value]) => value !== undefined && (value !== "" || !(name in CLEARED)),
    ),
  ) as MountRequest;
  const find = async () => {
    const sandbox = await api(
      "GET",
      "/v1/sandbox/{sandboxID}/",
      { params: { path: { sandboxID } } },
      options(),
    );
    const mounts = listIn<Mount>(sandbox, "mounts", "getSandbox");
    return mounts.find((each) => sameField("mount_path", each, given));
  };
  let mount = await find();
  if (!mount) {
    const path = { sandboxID };
    try {
      return await api(
        "POST",
        "/v1/sandbox/{sandboxID}/mounts",
        { params: { path }, body: given },
        options(),
      );
    } catch (error) {
      // Another program may have been faster.
      if (!(error instanceof ConflictError || error instanceof BadRequestError)) throw error;
      mount = await find();
      if (!mount) throw error;
    }
  }
  const { type, mount_path, ...wanted } = given;
  const update = { ...CLEARED, ...wanted };
  const [before, after] = [mount, { ...mount, ...update }];
  if (["bucket", "prefix", "read_only"].every((field) => sameField(field, before, after))) return mount;
  const path = { sandboxID, mountID: mount.id };
  return api(
    "PATCH",
    "/v1/sandbox/{sandboxID}/mounts/{mountID}",
    { params: { path }, body: update },
    options(),
  );
}
