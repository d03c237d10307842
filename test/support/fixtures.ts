import type { Mount, MountRequest, Sandbox, SandboxStatus } from "leap0-fetch";

export const SANDBOX_ID = "sbx-abc123";
export const MOUNT_ID = "mnt-abc123";
export const API_KEY = "lk-test-4f8b2c91d7e3a605";

export const sandboxStatus = (more: Partial<SandboxStatus> = {}): SandboxStatus => ({
  id: SANDBOX_ID,
  template_id: "tpl-debian",
  vcpu: 1,
  memory: 1024,
  disk: 10240,
  timeout: 300,
  state: "running",
  auto_pause: false,
  created_at: "2026-01-01T00:00:00Z",
  mounts: [],
  ...more,
});

export const sandbox = (more: Partial<Sandbox> = {}): Sandbox => ({ ...sandboxStatus(), ...more });

export const mount = (more: Partial<Mount> = {}): Mount => ({
  id: MOUNT_ID,
  type: "object-storage",
  bucket: "project-assets",
  mount_path: "/data/assets",
  prefix: "reports/",
  read_only: true,
  ...more,
});

export const ACCESS_KEY_ID = "AKIAIOSFODNN7EXAMPLE";
export const SECRET_ACCESS_KEY = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY=";

export const mountRequest = (more: Partial<MountRequest> = {}): MountRequest => ({
  type: "object-storage",
  bucket: "project-assets",
  mount_path: "/data/assets",
  endpoint: "https://s3.example.com",
  prefix: "reports/",
  access_key_id: ACCESS_KEY_ID,
  secret_access_key: SECRET_ACCESS_KEY,
  ...more,
});
