import { readFileSync } from "node:fs";
import { join } from "node:path";
import { createFind } from "../../docs/site/find.ts";
import { site } from "./site.ts";

/** What people type, and the page that has to be among the first three. */
const QUERIES: Readonly<Record<string, string>> = {
  resume: "guides/lifecycle",
  wake: "guides/lifecycle",
  pasue: "api/pauseSandbox",
  "pause sandbox": "api/pauseSandbox",
  stop: "api/stopSandbox",
  auto_pause: "api/createSandbox",
  "what survives pause": "guides/lifecycle",
  "mounts after pause": "guides/lifecycle",
  "429": "guides/errors",
  "rate limit": "guides/many-sandboxes",
  "Retry-After": "guides/errors",
  secret_access_key: "api/addSandboxMount",
  mount_path: "api/addSandboxMount",
  unmount: "api/deleteSandboxMount",
  "rotate credentials": "guides/mounts",
  "private bucket": "guides/mounts",
  r2: "guides/mounts",
  minio: "guides/mounts",
  ensure: "sdk/mounts",
  "empty folder": "guides/mounts",
  "updateSandboxMount errors": "api/updateSandboxMount",
  OperationError: "sdk/errors",
  outcomeUnknown: "guides/errors",
  "lost response": "guides/errors",
  idempotency: "guides/errors",
  timeout: "guides/errors",
  timeoutMs: "guides/errors",
  cancel: "guides/errors",
  AbortSignal: "guides/errors",
  ECONNRESET: "guides/troubleshooting",
  "no API key": "guides/troubleshooting",
  mock: "guides/testing",
  jest: "guides/testing",
  offline: "guides/testing",
  "fake timers": "guides/testing",
  inject: "sdk/emulator",
  pagination: "guides/many-sandboxes",
  redis: "guides/many-sandboxes",
  bun: "guides/runtimes",
  cloudflare: "guides/runtimes",
  "next.js": "guides/runtimes",
  proxy: "guides/proxies",
  python: "guides/generate-your-own",
  orval: "guides/generate-your-own",
  onEvent: "guides/errors",
  leaked: "guides/security",
  "data error response": "guides/errors",
  glossary: "guides/glossary",
};

/** The queries that do not find their page. */
export function lostQueries(): string[] {
  const script = readFileSync(join(site, "assets/search-index.js"), "utf8");
  const find = createFind(JSON.parse(script.replace(/^.*?= /, "").replace(/;\n$/, "")));
  return Object.entries(QUERIES).flatMap(([query, page]) => {
    const pages = [...new Set(find(query).map(({ url }) => url.split(".html")[0]))].slice(0, 3);
    return pages.includes(page) ? [] : [`"${query}" finds ${pages.join(", ") || "nothing"}, not ${page}`];
  });
}
