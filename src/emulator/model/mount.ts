import type { components } from "../../generated/schema.ts";
import { mountDefaults } from "../description.ts";
import type { FieldError } from "./field-errors.ts";

type Mount = components["schemas"]["Mount"];
type MountRequest = components["schemas"]["MountRequest"];
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

/** The mount that a request asks for, before it has been checked against the storage. */
export function mountFromRequest(id: string, request: MountRequest): StoredMount {
  return withoutEmpty({
    id,
    type: request.type,
    bucket: request.bucket,
    mount_path: request.mount_path,
    read_only: request.read_only ?? mountDefaults.read_only,
    prefix: request.prefix,
    endpoint: request.endpoint,
    access_key_id: request.access_key_id,
    secret_access_key: request.secret_access_key,
  });
}

/**
 * The mount as an update would leave it. A field left out keeps its value; an empty optional one is cleared. Credentials
 * do not follow to another endpoint: whoever may change a mount must not be able to send its keys to a server of theirs.
 */
export function updatedMount(mount: StoredMount, update: MountUpdate): StoredMount {
  const moves = update.endpoint !== undefined && !sameEndpoint(update.endpoint, mount.endpoint);
  return withoutEmpty({
    id: mount.id,
    type: mount.type,
    bucket: update.bucket ?? mount.bucket,
    mount_path: update.mount_path ?? mount.mount_path,
    read_only: update.read_only ?? mount.read_only,
    prefix: update.prefix ?? mount.prefix,
    endpoint: update.endpoint ?? mount.endpoint,
    access_key_id: update.access_key_id ?? (moves ? undefined : mount.access_key_id),
    secret_access_key: update.secret_access_key ?? (moves ? undefined : mount.secret_access_key),
  });
}

/** What responses show. Fields are named one by one: a field added to the store stays hidden until someone decides. */
export function mountView(mount: StoredMount): Mount {
  return {
    id: mount.id,
    type: mount.type,
    bucket: mount.bucket,
    mount_path: mount.mount_path,
    ...(mount.prefix === undefined ? {} : { prefix: mount.prefix }),
    read_only: mount.read_only,
  };
}

/** Whether two mounts claim the same place: `/data` and `/data/` are one, `/data/sub` is another. */
export function samePlace(a: string, b: string): boolean {
  return placeOf(a) === placeOf(b);
}

function placeOf(path: string): string {
  return path.split("/").filter(Boolean).join("/");
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
  return a === b || (URL.canParse(a) && URL.canParse(b) && baseOf(a) === baseOf(b));
}

function baseOf(endpoint: string): string {
  const { href } = new URL(endpoint);
  return href.endsWith("/") ? href.slice(0, -1) : href;
}

/** A mount before the decision what is there: an optional field that is empty means the same as none. */
type Draft = Omit<StoredMount, Optional> & { readonly [Field in Optional]: string | undefined };
type Optional = (typeof OPTIONAL)[number];
const OPTIONAL = ["prefix", "access_key_id", "secret_access_key"] as const;

function withoutEmpty(draft: Draft): StoredMount {
  const { id, type, bucket, mount_path, read_only, endpoint } = draft;
  const mount: { -readonly [Field in keyof StoredMount]: StoredMount[Field] } = {
    id,
    type,
    bucket,
    mount_path,
    read_only,
    endpoint,
  };
  for (const field of OPTIONAL) if (draft[field]) mount[field] = draft[field];
  return mount;
}
