import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { AwsClient } from "aws4fetch";
import { freePort } from "../../tools/loopback.ts";
import { startS3 } from "../../tools/s3/index.ts";

/** What not every storage service can do. */
export type Ability =
  | "anonymous requests"
  | "regions"
  | "suspended keys"
  | "expired keys"
  | "telling an unknown key from a wrong secret"
  | "reading without listing"
  | "listing without reading";

export interface Keys {
  readonly access_key_id: string;
  readonly secret_access_key: string;
}

/** A running storage service, with the buckets of {@link buckets} and these users. */
export interface Service extends Users {
  readonly url: string;
  close(): Promise<void>;
}

/** How a service is started, and what it cannot do, with the reason. */
export interface Kind {
  readonly name: string;
  readonly cannot: Readonly<Partial<Record<Ability, string>>>;
  start(): Promise<Service>;
}

export const region = "eu-north-1";

export const oddNames = [
  "with space.txt",
  ...`plus+sign.txt 100%.txt a%20b.txt grüße.txt 日本語.txt 🪣.bin ..name.. .hidden quote'.txt (star)*!~.txt
  query?.txt hash#.txt amp&.txt <lt>.txt "double".txt semi;colon:.txt equals=.txt comma,.txt at@.txt
  tilde~.txt pipe|.txt [brackets].txt {braces}.txt`.split(/\s+/),
];

/** Name → who may list or read it without credentials, and its objects. */
export const buckets: Readonly<Record<string, { open?: "read" | "all"; objects: Record<string, string> }>> = {
  assets: {
    objects: {
      "docs/readme.md": "0123456789",
      "docs/sub/deep.txt": "deep",
      "made-as-folder/": "",
      "large.bin": "x".repeat(600_000),
      ...Object.fromEntries(oddNames.map((name) => [`odd/${name}`, name])),
      ...Object.fromEntries(Array.from({ length: 1230 }, (_, at) => [`many/${at}`, "x"])),
    },
  },
  empty: { objects: {} },
  listed: { objects: { "secret.txt": "secret" } },
  readable: { open: "read", objects: { "a.txt": "readable" } },
  open: { open: "all", objects: { "a.txt": "open" } },
};

const users = {
  /** To whom the buckets belong. */
  owner: { access_key_id: "OWNERKEY", secret_access_key: "owner+secret/with=signs" },
  /** Has no right but to list the bucket `listed`. */
  stranger: { access_key_id: "STRANGERKEY", secret_access_key: "strangers-secret" },
  suspended: { access_key_id: "SUSPENDEDKEY", secret_access_key: "suspended-secret" },
  expired: { access_key_id: "EXPIREDKEY", secret_access_key: "expired-secret" },
};
type Users = Readonly<Record<keyof typeof users, Keys>>;

const credential = ({ access_key_id, secret_access_key }: Keys) => ({
  accessKeyId: access_key_id,
  secretAccessKey: secret_access_key,
});

/** Ours. It is as silent as the others: no region in a header, no size in a 416. */
export const fake: Kind = {
  name: "the fake",
  cannot: {},
  start: async () => {
    const seeds = Object.entries(buckets).map(([name, { open, objects }]) => [
      name,
      { objects, ...(open && { public: open === "all" ? true : "read" }) },
    ]);
    const { url, close } = await startS3({
      buckets: Object.fromEntries(seeds),
      credentials: [
        credential(users.owner),
        { ...credential(users.stranger), buckets: ["listed"], read: false },
        { ...credential(users.suspended), rejectedWith: "UserSuspended" },
        { ...credential(users.expired), rejectedWith: "ExpiredToken" },
      ],
      region,
      regionHeader: false,
      sizeIn416: false,
      // Tests move the clock of this process; the others have a clock of their own.
      now: () => performance.timeOrigin + performance.now(),
    });
    return { ...users, url, close };
  },
};

export const ceph: Kind = {
  name: "Ceph",
  cannot: { regions: "it accepts a signature for any region", "expired keys": "its keys have no end here" },
  start: () => startOutside("ceph.sh", users),
};

export const swift: Kind = {
  name: "Swift",
  cannot: {
    "anonymous requests": "a request without a signature is none of S3's to it",
    "suspended keys": "its users cannot be suspended here",
    "expired keys": "its keys have no end here",
    "telling an unknown key from a wrong secret": "it rejects both as a wrong signature",
    "reading without listing": "only anonymous requests could have that right",
    "listing without reading": "who may list a container may read it",
  },
  start: () =>
    startOutside("swift.sh", {
      ...users,
      owner: { ...users.owner, access_key_id: "tests:owner" },
      stranger: { ...users.stranger, access_key_id: "tests:stranger" },
    }),
};

const run = promisify(execFile);
const script = (name: string) =>
  fileURLToPath(new URL(`../../tools/storage-services/${name}`, import.meta.url));

async function startOutside(name: string, keys: Users): Promise<Service> {
  const folder = await mkdtemp(join(tmpdir(), "storage-service-"));
  const close = async () => {
    await run(script("stop.sh"), [folder]);
    await rm(folder, { recursive: true, force: true });
  };
  try {
    const port = await freePort();
    const url = `http://127.0.0.1:${port}`;
    await run(script(name), [folder, String(port)], { env: { ...process.env, REGION: region } });
    await upload(url, keys.owner);
    return { ...keys, url, close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function upload(url: string, keys: Keys): Promise<void> {
  const aws = new AwsClient({ ...credential(keys), service: "s3", region });
  const put = async (path: string, body: string, headers: Record<string, string>) => {
    const response = await aws.fetch(`${url}/${path}`, { method: "PUT", body, headers });
    if (!response.ok) throw new Error(`PUT ${path}: ${response.status} ${await response.text()}`);
  };
  for (const [bucket, { open, objects }] of Object.entries(buckets)) {
    await put(bucket, "", {
      ...(open === "all" && { "x-amz-acl": "public-read" }),
      ...(bucket === "listed" && {
        "x-amz-grant-read": 'id="stranger"',
        "x-amz-grant-full-control": 'id="owner"',
      }),
    });
    const left = Object.entries(objects);
    const uploadRest = async () => {
      for (let next = left.pop(); next !== undefined; next = left.pop()) {
        const [key, body] = next;
        const path = key.split("/").map(encodeURIComponent).join("/");
        await put(`${bucket}/${path}`, body, { ...(open && { "x-amz-acl": "public-read" }) });
      }
    };
    await Promise.all(Array.from({ length: 8 }, uploadRest));
  }
}

/** A `fetch` that finds every host name at one service, which gets to see the name. */
export function fetchFrom(service: Service): (url: string, init: RequestInit) => Promise<Response> {
  return (url, { method = "GET", headers }) =>
    new Promise((resolve, reject) => {
      const { host, pathname, search } = new URL(url);
      const sent = { ...Object.fromEntries(new Headers(headers)), host };
      request(service.url, { method, path: pathname + search, headers: sent }, async (incoming) => {
        const parts = await incoming.toArray();
        const { statusCode = 0, headers } = incoming;
        const received = Object.entries(headers).map(([name, value]): [string, string] => [name, `${value}`]);
        resolve(new Response(Buffer.concat(parts), { status: statusCode, headers: received }));
      })
        .on("error", reject)
        .end();
    });
}
