import type { components } from "../../generated/schema.ts";
import { mountDefaults } from "../description.ts";
import type { FieldError } from "./field-errors.ts";

type Mount = components["schemas"]["Mount"];
type MountUpdate = components["schemas"]["MountUpdate"];

/**
 * A mount as the emulator keeps it: what a response shows, and what no response ever shows (the endpoint and the
 * credentials, which reading the storage needs).
 */
export interface StoredMount {
  readonly id: string;
  readonly type: "object-storage";
  readonly bucket: string;
  readonly mount_path: string;
  readonly read_only: boolean;
  /** Ends with `/`. Absent when the whole bucket is visible. */
  readonly prefix?: string;
  /** Base URL of the S3-compatible service, without the bucket. */
  readonly endpoint: string;
  readonly access_key_id?: string;
  readonly secret_access_key?: string;
}

const OPTIONAL = ["prefix", "access_key_id", "secret_access_key"] as const;
const FIELDS = ["bucket", "mount_path", "read_only", "endpoint", ...OPTIONAL] as const;
type Change = { readonly [Field in (typeof FIELDS)[number]]?: StoredMount[Field] | undefined };

/** The mount that a request asks for, or a fixture describes, with the defaults of the description. */
export function newMount(id: string, wanted: Change): StoredMount {
  return changedMount({ id, type: "object-storage", read_only: mountDefaults.read_only }, wanted);
}

/**
 * The mount as an update would leave it. A field left out keeps its value; an empty optional one is cleared. Credentials
 * do not follow to another endpoint: whoever may change a mount must not be able to send its keys to a server of theirs.
 */
export function updatedMount(mount: StoredMount, update: MountUpdate): StoredMount {
  const moves = update.endpoint !== undefined && !sameEndpoint(update.endpoint, mount.endpoint);
  const { access_key_id: _id, secret_access_key: _secret, ...withoutKeys } = mount;
  return changedMount(moves ? withoutKeys : mount, update);
}

/** Only the fields that a mount has: what else came with a request or a fixture must not come out of an export. */
function changedMount(mount: Partial<StoredMount>, change: Change): StoredMount {
  const all = { ...mount, ...Object.fromEntries(FIELDS.map((name) => [name, change[name] ?? mount[name]])) };
  for (const name of OPTIONAL) if (!all[name]) delete all[name];
  return all as StoredMount;
}

/** What responses show. */
export function mountView(mount: StoredMount): Mount {
  return pick(mount, ["id", "type", "bucket", "mount_path", "prefix", "read_only"]);
}

/** The fields that are there, of those that are named: one that is added to the store stays hidden until it is as well. */
export function pick<T extends object, const Name extends keyof T>(
  from: T,
  names: readonly Name[],
): Pick<T, Name> {
  const present = names.filter((name) => from[name] !== undefined);
  return Object.fromEntries(present.map((name) => [name, from[name]])) as Pick<T, Name>;
}

/** Whether two mounts claim the same place: `/data` and `/data/` are one, `/data/sub` is another. */
export function samePlace(a: string, b: string): boolean {
  const placeOf = (path: string) => path.split("/").filter(Boolean).join("/");
  return placeOf(a) === placeOf(b);
}

/** What the description allows and no sandbox could use: an empty bucket, a URL without a host, a path that climbs. */
export function unusableFields(mount: Pick<MountUpdate, "bucket" | "endpoint" | "mount_path">): FieldError[] {
  const { bucket, endpoint, mount_path } = mount;
  const errors: FieldError[] = [];
  if (bucket === "") errors.push({ field: "bucket", error: "must not be empty" });
  if (endpoint !== undefined && !URL.canParse(endpoint))
    errors.push({ field: "endpoint", error: "must be a URL with a host" });
  if (mount_path !== undefined && !isPlainPath(mount_path))
    errors.push({
      field: "mount_path",
      error: "must not have a segment . or .., a backslash or a control character",
    });
  return errors;
}

/** A path that means one place, whoever reads it. */
function isPlainPath(path: string): boolean {
  return !/[\\\p{Cc}]/u.test(path) && !path.split("/").some((name) => name === "." || name === "..");
}

function sameEndpoint(a: string, b: string): boolean {
  const baseOf = (endpoint: string) => new URL(endpoint).href.replace(/\/$/, "");
  return a === b || (URL.canParse(a) && URL.canParse(b) && baseOf(a) === baseOf(b));
}
