import type { EmulatorState } from "leap0-fetch/emulator";
import type { OperationId } from "../../../src/generated/operations.ts";

/** What kind of call it is decides what may be done about a fault. */
export type Kind = "read" | "write" | "add" | "create";

/** One operation as the matrix calls it. */
export interface Subject {
  readonly id: OperationId;
  readonly kind: Kind;
  readonly path: { readonly sandboxID?: string; readonly mountID?: string };
  readonly body?: object;
  /** The state that the sandbox begins in. */
  readonly from: "running" | "stopped";
  /** Whether this is the body that the API promises. */
  readonly isResponse: (data: Fields) => boolean;
  /** Whether the call has had its effect. Reads have none. */
  readonly isDone: (state: EmulatorState) => boolean;
}

type Fields = Readonly<Record<string, unknown>>;

export const SANDBOX = "sbx-matrix";
export const MOUNT = "mnt-matrix";
/** Goes along with add and create, and belongs nowhere else. */
export const SECRET = "storage-secret-0123456789";

const sandboxID = SANDBOX;
const mountID = MOUNT;
const storage = { endpoint: "https://storage.example.com", access_key_id: "id", secret_access_key: SECRET };
const newMount = { type: "object-storage", bucket: "assets", mount_path: "/data", prefix: "v1/", ...storage };

const theSandbox = ({ sandboxes }: EmulatorState) => sandboxes.find(({ id }) => id === SANDBOX);
const mountsOf = (state: EmulatorState) => theSandbox(state)?.mounts ?? [];
const isMatrixSandbox = (data: Fields) => data.id === SANDBOX;

const inState = (state: string) => ({
  isResponse: (data: Fields) => isMatrixSandbox(data) && data.state === state,
  isDone: (saved: EmulatorState) => theSandbox(saved)?.state === state,
});

const inSandbox = { path: { sandboxID }, from: "running" } as const;
const ofMount = { path: { sandboxID, mountID }, from: "running" } as const;
const anywhere = { path: {}, from: "running" } as const;
const always = () => true;

export const subjects: readonly Subject[] = [
  { id: "getSandbox", kind: "read", ...inSandbox, isResponse: isMatrixSandbox, isDone: always },
  {
    id: "listSandboxes",
    kind: "read",
    ...anywhere,
    isResponse: ({ items }) => Array.isArray(items) && items.length === 1 && isMatrixSandbox(items[0]),
    isDone: always,
  },
  { id: "pauseSandbox", kind: "write", ...inSandbox, ...inState("paused") },
  { id: "stopSandbox", kind: "write", ...inSandbox, ...inState("stopped") },
  { id: "startSandbox", kind: "write", ...inSandbox, from: "stopped", ...inState("running") },
  {
    id: "deleteSandbox",
    kind: "write",
    ...inSandbox,
    isResponse: always,
    isDone: (state) => theSandbox(state) === undefined,
  },
  {
    id: "addSandboxMount",
    kind: "add",
    ...inSandbox,
    body: newMount,
    isResponse: (data) => data.mount_path === "/data" && data.bucket === "assets" && data.prefix === "v1/",
    isDone: (state) => mountsOf(state).some((mount) => mount.mount_path === "/data"),
  },
  {
    id: "updateSandboxMount",
    kind: "write",
    ...ofMount,
    body: { prefix: "v2/" },
    isResponse: (data) => data.id === MOUNT && data.prefix === "v2/",
    isDone: (state) => mountsOf(state).some(({ id, prefix }) => id === MOUNT && prefix === "v2/"),
  },
  {
    id: "deleteSandboxMount",
    kind: "write",
    ...ofMount,
    isResponse: always,
    isDone: (state) => mountsOf(state).length === 0,
  },
  {
    id: "createSandbox",
    kind: "create",
    ...anywhere,
    body: { template_name: "system/debian:bookworm", mounts: [newMount] },
    isResponse: (data) => typeof data.id === "string" && data.id !== SANDBOX && data.state === "running",
    isDone: ({ sandboxes }) => sandboxes.length === 2,
  },
];
