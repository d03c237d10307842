import type { EmulatorState } from "leap0-fetch/emulator";
import type { OperationId } from "../../../src/generated/operations.ts";

/** What kind of call it is decides what may be done about a fault. */
export type Kind = "read" | "write" | "add" | "create";

/** One operation as the matrix calls it. */
export interface Subject {
  readonly id: OperationId;
  readonly kind: Kind;
  readonly path: { readonly sandboxID?: string; readonly mountID?: string };
  readonly body?: unknown;
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

export const subjects: readonly Subject[] = [
  {
    id: "getSandbox",
    kind: "read",
    path: { sandboxID },
    from: "running",
    isResponse: isMatrixSandbox,
    isDone: () => true,
  },
  {
    id: "listSandboxes",
    kind: "read",
    path: {},
    from: "running",
    isResponse: ({ items }) => Array.isArray(items) && items.length === 1 && isMatrixSandbox(items[0]),
    isDone: () => true,
  },
  { id: "pauseSandbox", kind: "write", path: { sandboxID }, from: "running", ...inState("paused") },
  { id: "stopSandbox", kind: "write", path: { sandboxID }, from: "running", ...inState("stopped") },
  { id: "startSandbox", kind: "write", path: { sandboxID }, from: "stopped", ...inState("running") },
  {
    id: "deleteSandbox",
    kind: "write",
    path: { sandboxID },
    from: "running",
    isResponse: () => true,
    isDone: (state) => theSandbox(state) === undefined,
  },
  {
    id: "addSandboxMount",
    kind: "add",
    path: { sandboxID },
    body: newMount,
    from: "running",
    isResponse: (data) => data.mount_path === "/data" && data.bucket === "assets" && data.prefix === "v1/",
    isDone: (state) => mountsOf(state).some((mount) => mount.mount_path === "/data"),
  },
  {
    id: "updateSandboxMount",
    kind: "write",
    path: { sandboxID, mountID },
    body: { prefix: "v2/" },
    from: "running",
    isResponse: (data) => data.id === MOUNT && data.prefix === "v2/",
    isDone: (state) => mountsOf(state).some(({ id, prefix }) => id === MOUNT && prefix === "v2/"),
  },
  {
    id: "deleteSandboxMount",
    kind: "write",
    path: { sandboxID, mountID },
    from: "running",
    isResponse: () => true,
    isDone: (state) => mountsOf(state).length === 0,
  },
  {
    id: "createSandbox",
    kind: "create",
    path: {},
    body: { template_name: "system/debian:bookworm", mounts: [newMount] },
    from: "running",
    isResponse: (data) => typeof data.id === "string" && data.id !== SANDBOX && data.state === "running",
    isDone: ({ sandboxes }) => sandboxes.length === 2,
  },
];
