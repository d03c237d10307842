import { createHash } from "node:crypto";

/** What a bucket holds under a key. */
export interface StoredObject {
  readonly body: Uint8Array;
  readonly etag: string;
  readonly lastModified: Date;
  readonly contentType: string;
  readonly contentEncoding?: string;
  /** `x-amz-meta-*` headers, by full lower-case name. */
  readonly metadata?: Readonly<Record<string, string>>;
}

export interface Bucket {
  readonly name: string;
  /** Whether anyone may read and list without credentials. Writing always needs them. */
  readonly public: boolean;
  readonly objects: Map<string, StoredObject>;
}

/** An object as a test writes it down: its content alone, or with what S3 keeps beside it. */
export type ObjectSeed =
  | string
  | Uint8Array
  | { body: string | Uint8Array; contentType?: string; contentEncoding?: string; lastModified?: Date };

export interface BucketSeed {
  public?: boolean;
  objects?: Readonly<Record<string, ObjectSeed>>;
}

export function seedBucket(name: string, seed: BucketSeed, now: number): Bucket {
  const objects = new Map<string, StoredObject>();
  for (const [key, object] of Object.entries(seed.objects ?? {})) objects.set(key, seedObject(object, now));
  return { name, public: seed.public ?? false, objects };
}

export function storeObject(body: Uint8Array, about: Omit<StoredObject, "body" | "etag">): StoredObject {
  const etag = `"${createHash("md5").update(body).digest("hex")}"`;
  return { body, etag, ...about };
}

function seedObject(seed: ObjectSeed, now: number): StoredObject {
  const full = typeof seed === "string" || seed instanceof Uint8Array ? { body: seed } : seed;
  const text = typeof full.body === "string";
  return storeObject(typeof full.body === "string" ? Buffer.from(full.body) : full.body, {
    contentType: full.contentType ?? (text ? "text/plain; charset=utf-8" : "binary/octet-stream"),
    lastModified: full.lastModified ?? new Date(now),
    ...(full.contentEncoding === undefined ? {} : { contentEncoding: full.contentEncoding }),
  });
}
