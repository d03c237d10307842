// What holds for the repository as a whole: its locks, its workflows, its scripts, its licences, its map.
import { execFileSync } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "esbuild";
import { describe, expect, onTestFinished, test } from "vitest";
import { parse } from "yaml";
import { root } from "../scripts/install.ts";

const read = (path: string): string => readFileSync(join(root, path), "utf8");
const files = execFileSync("git", ["ls-files", "--cached", "--others", "--exclude-standard"], { cwd: root })
  .toString()
  .split("\n")
  .filter((path) => path && existsSync(join(root, path)));
const { scripts, version } = JSON.parse(read("package.json")) as {
  scripts: Record<string, string>;
  version: string;
};

describe("every lock", () => {
  const locks = files.filter((path) => path.endsWith("package-lock.json"));

  test.each(locks)("%s names the content of each package, and no host to get it from", (path) => {
    type Locked = { integrity?: string; resolved?: string; link?: boolean };
    const { packages } = JSON.parse(read(path)) as { packages: Record<string, Locked> };
    const fetched = Object.entries(packages).filter(([name, { link }]) => name && !link);
    expect(fetched.filter(([, { integrity }]) => !integrity?.startsWith("sha512-"))).toEqual([]);
    expect(fetched.filter(([, { resolved }]) => resolved)).toEqual([]);
  });
});

test("the bench compares with the openapi-fetch that the package depends on", () => {
  const { dependencies } = JSON.parse(read("bench/package.json")) as typeof import("../package.json");
  expect(dependencies["openapi-fetch"]).toBe(JSON.parse(read("package.json")).dependencies["openapi-fetch"]);
});

describe("workflows", () => {
  type Step = { uses?: string; run?: string; with?: Record<string, unknown> };
  type Job = { permissions?: Record<string, string>; steps: Step[] };
  type Workflow = { permissions?: Record<string, string>; jobs: Record<string, Job> };
  const workflows = files.filter((path) => path.startsWith(".github/workflows/"));
  const jobs = workflows.flatMap((path) =>
    Object.entries((parse(read(path)) as Workflow).jobs).map(
      ([name, job]) => [`${path}: ${name}`, job] as const,
    ),
  );

  test.each(workflows)("%s may read, and each job that may do more says so", (path) => {
    expect((parse(read(path)) as Workflow).permissions).toEqual({ contents: "read" });
  });

  test.each(jobs)("%s pins its actions by commit, and keeps no credentials", (_, { steps }) => {
    for (const { uses, with: given } of steps.filter((step) => step.uses)) {
      expect(uses).toMatch(/@[0-9a-f]{40}$/);
      if (uses?.startsWith("actions/checkout@"))
        expect(given).toMatchObject({ "persist-credentials": false });
    }
  });

  const powerful = jobs.filter(([, { permissions = {} }]) => Object.values(permissions).includes("write"));
  test.each(powerful)(
    "%s may write, and so runs no code of the project or its dependencies",
    (_, { steps }) => {
      const code = /\bnpm (ci|i|install|run|test|start|exec|rebuild)\b|\b(npx|node|tsx|bash|make|sh) /;
      for (const { run = "" } of steps) expect(run).not.toMatch(code);
    },
  );

  test("some may write: the rule is not empty", () => {
    expect(powerful.length).toBeGreaterThan(2);
  });
});

describe("scripts", () => {
  const called = (text: string): string[] =>
    [...text.matchAll(/\bnpm run (?:-\S+ )*([\w:-]+)/g)].map(([, name = ""]) => name);
  const pages = [
    "README.md",
    "CONTRIBUTING.md",
    ".github/pull_request_template.md",
    ".ci/run",
    "package.json",
  ];

  test.each([...files.filter((path) => path.startsWith(".github/workflows/")), ...pages])(
    "that %s calls exist",
    (path) => {
      expect(called(read(path)).filter((name) => !scripts[name])).toEqual([]);
    },
  );
});

describe("the version", () => {
  const inDescription = (folder: string) =>
    parse(readFileSync(join(folder, "spec/openapi.yaml"), "utf8")).info.version as string;

  test("is the same in package.json, its lock and the description", () => {
    const lock = JSON.parse(read("package-lock.json"));
    expect([lock.version, lock.packages[""].version, inDescription(root)]).toEqual([
      version,
      version,
      version,
    ]);
  });

  test("comes to the lock and the description with a release, and nothing else changes there", () => {
    const folder = mkdtempSync(join(tmpdir(), "leap0-fetch-release-"));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    for (const path of ["package-lock.json", "spec/openapi.yaml"])
      cpSync(join(root, path), join(folder, path));
    writeFileSync(join(folder, "package.json"), JSON.stringify({ version: "9.8.7" }));
    const program = join(root, "scripts/release/version.ts");
    execFileSync(process.execPath, ["--import", "tsx", program, "--root", folder], { cwd: root });
    for (const [path, places] of [
      ["package-lock.json", 2],
      ["spec/openapi.yaml", 1],
    ] as const) {
      const before = read(path).split("\n");
      const after = readFileSync(join(folder, path), "utf8").split("\n");
      const changed = after.filter((line, at) => line !== before[at]);
      expect([path, changed.length, after.length]).toEqual([path, places, before.length]);
    }
    expect(inDescription(folder)).toBe("9.8.7");
  });
});

test("the licence of every package whose code is shipped is shipped as well", async () => {
  const entryPoints = ["src/index.ts", "src/emulator/index.ts", "src/emulator/cli.ts"];
  const { metafile } = await build({
    absWorkingDir: root,
    entryPoints,
    bundle: true,
    format: "esm",
    platform: "node",
    outdir: "dist",
    external: ["openapi-fetch"],
    write: false,
    metafile: true,
    logLevel: "error",
  });
  const inputs = Object.values(metafile.outputs).flatMap((output) => Object.entries(output.inputs));
  const names = inputs
    .filter(([, { bytesInOutput }]) => bytesInOutput > 0)
    .map(([path]) => /.*node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(path)?.[1])
    .filter((name) => name !== undefined);
  expect(names).toContain("aws4fetch");
  const shipped = read("THIRD-PARTY-LICENSES.txt");
  // The code of the last two is in the generated checks, where no bundler sees it any more.
  for (const name of new Set([...names, "ajv", "ajv-formats"])) {
    const manifest = JSON.parse(read(`node_modules/${name}/package.json`));
    const text = read(`node_modules/${name}/LICENSE`).replaceAll("\r\n", "\n").trim();
    expect(shipped).toContain(`${name} ${manifest.version} (${manifest.license})\n\n${text}`);
  }
});

const decisions = readdirSync(join(root, "docs/adr")).map((name) => `docs/adr/${name}`);
test.each([
  {
    pages: ["docs/architecture.md"],
    names: /`([\w.-]+\/[\w./-]*|[\w-]+\.(?:ts|json))`/g,
    below: ["", "src/generated/", "src/emulator/", "scripts/"],
    least: 40,
  },
  {
    pages: [...decisions, "CONTRIBUTING.md", "SECURITY.md"],
    names: /`((?:src|spec|scripts|test|tools|examples|bench|docs)\/[\w./{}-]*)`/g,
    below: [""],
    least: 20,
  },
])("every file and folder of the project that $pages name exists", ({ pages, names, below, least }) => {
  const named = pages.flatMap((page) => [...read(page).matchAll(names)].map(([, path = ""]) => path));
  expect(named.length).toBeGreaterThan(least);
  expect(named.filter((path) => !below.some((folder) => existsSync(join(root, folder + path))))).toEqual([]);
});

test("the way of one call has at most ten steps", () => {
  const [, way = ""] = /## The way of one call\n(.*?)\n## /s.exec(read("docs/architecture.md")) ?? [];
  const steps = way.match(/^\d+\. /gm) ?? [];
  expect(steps.length).toBeGreaterThan(5);
  expect(steps.length).toBeLessThanOrEqual(10);
});
