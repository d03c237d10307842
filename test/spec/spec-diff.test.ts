import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { stringify } from "yaml";
import { type Change, changesBetween } from "../../scripts/spec-diff/changes.ts";
import ours from "../../src/generated/openapi.json" with { type: "json" };
import { program } from "./copy.ts";

const field = (schema: object) => ({ type: "object", properties: { field: schema } });
const body = (schema: object) => ({ content: { "application/json": { schema } } });

const asked = (schema: object) => ({ requestBody: body(field(schema)) });
const returned = (schema: object) => ({
  responses: { 200: { description: "Done.", ...body(field(schema)) } },
});
const words = (...values: string[]) => ({ type: "string", enum: values });
const open = (...values: string[]) => ({ anyOf: [words(...values), { type: "string" }] });

/** One operation a row: as it was, as it is, and what that does to programs that were written for what it was. */
const rows: readonly [name: string, before: object, after: object, impact: string][] = [
  ["a value that may no longer be sent", asked(words("a", "b")), asked(words("a")), "breaking"],
  ["a value that may be sent now", asked(words("a")), asked(words("a", "b")), "wording"],
  ["a value that no longer comes", returned(words("a", "b")), returned(words("a")), "breaking"],
  ["a value that comes now", returned(words("a")), returned(words("a", "b")), "breaking"],
  ["a value that comes now where others may", returned(open("a")), returned(open("a", "b")), "additive"],
  [
    "a value that no longer comes where others may",
    returned(open("a", "b")),
    returned(open("a")),
    "breaking",
  ],
  [
    "a field that is no longer sent",
    asked({ type: "string" }),
    { requestBody: body({ type: "object" }) },
    "breaking",
  ],
  [
    "a lower maximum",
    asked({ type: "integer", maximum: 9 }),
    asked({ type: "integer", maximum: 5 }),
    "breaking",
  ],
  [
    "another default",
    asked({ type: "integer", default: 1 }),
    asked({ type: "integer", default: 2 }),
    "breaking",
  ],
  ["another type", returned({ type: "string" }), returned({ type: "integer" }), "breaking"],
  ["a description", asked({ description: "One." }), asked({ description: "Two." }), "wording"],
  ["security of its own", {}, { security: [{ key: [], other: [] }] }, "breaking"],
];

const apiKey = (name: string) => ({ type: "apiKey", in: "header", name });

function description(at: 1 | 2, others: object = {}, paths: object = {}): object {
  const operations = rows.map(([name, ...sides]) => [
    `/${name.replaceAll(" ", "-")}`,
    {
      post: { operationId: name, responses: { 200: { description: "Done." } }, ...(sides[at - 1] as object) },
    },
  ]);
  return {
    openapi: "3.1.0",
    info: { title: "Example", version: "1" },
    servers: [{ url: "https://one.example" }],
    security: [{ key: [] }, { other: [] }],
    paths: { ...Object.fromEntries(operations), ...paths },
    components: { securitySchemes: { key: apiKey("x-key"), other: apiKey("x-other") } },
    ...others,
  };
}

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "leap0-fetch-test-"));
});
afterAll(() => rm(folder, { recursive: true }));

async function written(name: string, content: object): Promise<string> {
  await writeFile(join(folder, name), name.endsWith(".yaml") ? stringify(content) : JSON.stringify(content));
  return join(folder, name);
}

const shown = (changes: readonly Change[]) => changes.map(({ impact, place }) => `${impact} ${place}`);

describe("a change of the description is rated by what it does to programs", () => {
  let changes: Change[];
  beforeAll(async () => {
    changes = await changesBetween(
      await written("1.json", description(1)),
      await written("2.yaml", description(2)),
    );
  });

  test.each(rows)("%s", (name, _, __, impact) => {
    const own = changes.filter(({ place }) => place.startsWith(name));
    expect(own.map((change) => change.impact)).toContain(impact);
    if (impact !== "breaking") expect(own.some((change) => change.impact === "breaking")).toBe(false);
  });
});

test("servers and security count", async () => {
  const base = await written("base.json", description(1));
  const others = {
    servers: [{ url: "https://two.example" }, { url: "https://one.example" }],
    security: [{ key: [] }],
    components: { securitySchemes: { key: apiKey("x-renamed"), other: apiKey("x-other") } },
  };
  const changes = shown(await changesBetween(base, await written("moved.json", description(1, others))));
  expect(changes).toEqual(
    expect.arrayContaining(["breaking servers", "breaking security 1", "breaking key name"]),
  );
  const none = await written("none.json", description(1, { security: [] }));
  expect(shown(await changesBetween(base, none))).toContain("breaking security 0");
});

test("operations that only the later one has are left out on request", async () => {
  const base = await written("base.json", description(1));
  const more = await written(
    "more.json",
    description(1, {}, { "/new": { get: { operationId: "new", responses: {} } } }),
  );
  expect(shown(await changesBetween(base, more))).toEqual(["additive /new"]);
  expect(await changesBetween(base, more, { coveredOnly: true })).toEqual([]);
});

describe("the command", () => {
  const specDiff = (...args: string[]) => program("spec-diff/main.ts", ...args);

  test("ends with 1 where the API lost a field that we send, and reads the file as the earlier one on request", async () => {
    const description = structuredClone(ours) as {
      components: { schemas: { MountRequest: { properties: object } } };
    };
    Reflect.deleteProperty(description.components.schemas.MountRequest.properties, "prefix");
    const file = await written("without-prefix.json", description);
    const [later, earlier] = await Promise.all([specDiff(file), specDiff(file, "--older")]);
    expect(later.output).toContain("breaking  MountRequest.prefix");
    expect(later.code).toBe(1);
    expect(earlier.output).toContain("additive  MountRequest.prefix");
    expect(earlier.code).toBe(0);
  });

  test("ends with 2 where it cannot compare", async () => {
    const runs = await Promise.all([
      specDiff(),
      specDiff("nowhere.yaml"),
      specDiff("a.json", "--fail-on", "typo"),
    ]);
    expect(runs.map(({ code }) => code)).toEqual([2, 2, 2]);
  });
});
