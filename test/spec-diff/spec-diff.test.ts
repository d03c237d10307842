import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { stringify } from "yaml";
import { compare } from "../../scripts/spec-diff/compare.ts";
import type { Document } from "../../scripts/spec-diff/document.ts";
import { specDiff } from "../../scripts/spec-diff/spec-diff.ts";
import { operations } from "../../src/generated/operations.ts";
import { base, changed } from "./description.ts";

const described = Object.keys(operations).length;

/** `impact place: what` of every change from the base to a changed copy of it. */
const changes = (change: (document: ReturnType<typeof base>) => void): string[] => {
  const ours = base();
  return compare(ours, changed(change), ours).changes.map(
    (each) => `${each.impact} ${each.place}: ${each.what}`,
  );
};

describe("what is sent", () => {
  test.each([
    ["a new required field", (d) => d.pet.required.push("size"), ["breaking request.size: became required"]],
    [
      "a field that is gone",
      (d) => Reflect.deleteProperty(d.pet.properties, "size"),
      ["breaking request.size: is gone"],
    ],
    [
      "a new optional field",
      (d) => Object.assign(d.pet.properties, { age: {} }),
      ["additive request.age: is new"],
    ],
    [
      "a field that is forbidden",
      (d) => Object.assign(d.pet.properties, { size: false }),
      ["breaking request.size: is gone"],
    ],
    [
      "a field that need not be there",
      (d) => d.pet.required.pop(),
      ["additive request.kind: became optional"],
    ],
    [
      "a lower maximum",
      (d) => Object.assign(d.pet.properties.size, { maximum: 5 }),
      ["breaking request.size: maximum 10 became 5"],
    ],
    [
      "a higher maximum",
      (d) => Object.assign(d.pet.properties.size, { maximum: 50 }),
      ["additive request.size: maximum 10 became 50"],
    ],
    [
      "a minimum where none was",
      (d) => Object.assign(d.pet.properties.size, { minimum: 1 }),
      ["breaking request.size: minimum none became 1"],
    ],
    [
      "another default",
      (d) => Object.assign(d.pet.properties.size, { default: 2 }),
      ["breaking request.size: default 1 became 2"],
    ],
    [
      "a value that is gone",
      (d) => d.pet.properties.kind.enum.pop(),
      ['breaking request.kind: value "dog" is gone'],
    ],
    [
      "a new value",
      (d) => d.pet.properties.kind.enum.push("cow"),
      ['additive request.kind: value "cow" is new'],
    ],
    [
      "another type",
      (d) => Object.assign(d.pet.properties.size, { type: "string" }),
      ["breaking request.size: type integer became string"],
    ],
    [
      "a wider type",
      (d) => Object.assign(d.pet.properties.size, { type: "number" }),
      ["additive request.size: type integer became number"],
    ],
    [
      "a required query",
      (d) => Object.assign(d.page, { required: true }),
      ["breaking query page: became required"],
    ],
    [
      "a query by another name",
      (d) => Object.assign(d.page, { name: "p" }),
      ["breaking query page: is gone", "additive query p: is new"],
    ],
  ] satisfies [string, (document: ReturnType<typeof base>["parts"]) => unknown, string[]][])(
    "%s",
    (_, change, expected) => {
      expect(changes(({ parts }) => change(parts)).sort()).toEqual([...expected].sort());
    },
  );
});

describe("what comes back", () => {
  test.each([
    [
      "a field that is gone",
      (d) => Reflect.deleteProperty(d.answer.properties, "id"),
      ["breaking 200.id: is gone"],
    ],
    ["a new field", (d) => Object.assign(d.answer.properties, { age: {} }), ["additive 200.age: is new"]],
    ["a field that may be missing", (d) => d.answer.required.pop(), ["breaking 200.id: became optional"]],
    [
      "a field that may be null",
      (d) => Object.assign(d.answer.properties.id, { type: ["string", "null"] }),
      ["breaking 200.id: type string became null|string"],
    ],
    [
      "a new value where values are closed",
      (d) => d.answer.properties.mood.enum.push("bored"),
      ['breaking 200.mood: value "bored" is new'],
    ],
    [
      "a new value where more may come",
      (d) => d.answer.properties.state.enum.push("ill"),
      ['additive 200.state: value "ill" is new'],
    ],
    [
      "an item of a list",
      (d) => delete d.answer.properties.toys.items.properties.name,
      ["breaking 200.toys[].name: is gone"],
    ],
    [
      "a failure that is new",
      (d) => Object.assign(d.responses, { 429: {} }),
      ["additive 429: is a new answer"],
    ],
    [
      "a success that is no longer one",
      (d) => {
        Object.assign(d.responses, { 201: d.responses[200] });
        delete d.responses[200];
      },
      ["breaking 200: is no longer answered", "breaking 201: is a new answer"],
    ],
  ] satisfies [string, (document: ReturnType<typeof base>["parts"]) => unknown, string[]][])(
    "%s",
    (_, change, expected) => {
      expect(changes(({ parts }) => change(parts)).sort()).toEqual([...expected].sort());
    },
  );
});

describe("operations", () => {
  test("that are gone are breaking, and those that we do not cover are only counted", () => {
    const ours = base();
    const other = changed(({ paths }) => {
      paths["/pets/{petID}"] = { get: paths["/pets/{petID}/"]?.post };
      delete paths["/pets/{petID}/"];
    });
    const { changes, beyond, compared } = compare(ours, other, ours);
    expect(changes.map(({ operation, what }) => `${operation} ${what}`)).toEqual(["feed is gone"]);
    expect(beyond).toEqual(["GET /pets/{petID}"]);
    expect(compared).toBe(0);
  });

  test("are found whatever their path parameters are called", () => {
    const found = changes((document) => {
      document.paths = JSON.parse(JSON.stringify(document.paths).replaceAll("petID", "id"));
    });
    expect(found).toEqual(["wording path parameter 1: is called id, was petID"]);
  });

  test("whose path gains or loses its last slash are breaking", () => {
    const found = changes((document) => {
      document.paths = JSON.parse(JSON.stringify(document.paths).replace("{petID}/", "{petID}"));
    });
    expect(found).toEqual(["breaking path: /pets/{petID}/ against /pets/{petID}: slashes at the end count"]);
  });

  test("with other texts differ in their wording", () => {
    expect(changes(({ parts }) => Object.assign(parts.operation, { summary: "Give it food" }))).toEqual([
      "wording operation: summary differs",
    ]);
  });
});

describe("spellings of the same", () => {
  test("3.0's nullable and 3.1's null", () => {
    const ours = changed(({ parts }) =>
      Object.assign(parts.answer.properties.id, { type: ["string", "null"] }),
    );
    for (const id of [
      { type: "string", nullable: true },
      { anyOf: [{ type: "string" }, { type: "null" }] },
    ]) {
      const other = changed(({ parts }) => Object.assign(parts.answer.properties, { id }));
      expect(compare(ours, other, ours).changes).toEqual([]);
    }
  });

  test("a schema in place and one that is referred to, in parts", () => {
    const other = changed(({ parts, document }) => {
      const { properties, required, ...rest } = structuredClone(parts.pet);
      Object.assign(document, { components: { schemas: { Part: { properties, required } } } });
      Object.assign(parts.body, { schema: { allOf: [{ $ref: "#/components/schemas/Part" }, rest] } });
    });
    const ours = base();
    expect(compare(ours, other, ours).changes).toEqual([]);
  });

  test("a schema that contains itself is compared and comes to an end", () => {
    const recursive = (name: string): Document =>
      changed(({ parts, document }) => {
        const Node = { type: "object", properties: { [name]: { $ref: "#/components/schemas/Node" } } };
        Object.assign(document, { components: { schemas: { Node } } });
        Object.assign(parts.body, { schema: { $ref: "#/components/schemas/Node" } });
      });
    const ours = recursive("next");
    expect(compare(ours, recursive("next"), ours).changes).toEqual([]);
    expect(compare(ours, recursive("other"), ours).changes).toHaveLength(2);
  });
});

describe("the command", () => {
  /** Runs it on a file with this content. */
  async function run(name: string, content: string, ...options: string[]): Promise<[number, string]> {
    const folder = await mkdtemp(join(tmpdir(), "leap0-fetch-diff-"));
    onTestFinished(() => rm(folder, { recursive: true, force: true }));
    await writeFile(join(folder, name), content);
    return runOn(join(folder, name), ...options);
  }

  async function runOn(...args: string[]): Promise<[number, string]> {
    const printed: string[] = [];
    const code = await specDiff(args, (text) => printed.push(text));
    return [code, printed.join("\n")];
  }

  const ours = async (): Promise<Record<string, never>> =>
    structuredClone((await import("../../src/generated/openapi.json")).default) as never;

  /** Our description after somebody took the field `prefix` out of what can be sent. */
  async function withoutPrefix(): Promise<unknown> {
    const text = JSON.stringify(await ours());
    const description = JSON.parse(text);
    delete description.components.schemas.MountRequest.properties.prefix;
    return description;
  }

  test("finds no difference between the description and itself, as JSON and as YAML", async () => {
    const summary = `${described} operations compared, 0 of the other description not covered: 0 breaking, 0 additive, 0 wording`;
    expect(await run("a.json", JSON.stringify(await ours()), "--fail-on", "wording")).toEqual([0, summary]);
    expect(await run("a.yaml", stringify(await ours()), "--fail-on", "wording")).toEqual([0, summary]);
  });

  test("fails where the API lost a field that we send, and says which", async () => {
    const [code, text] = await run("a.json", JSON.stringify(await withoutPrefix()));
    expect(code).toBe(1);
    expect(text).toContain("breaking  addSandboxMount  request.prefix: is gone");
  });

  test("an older description without a field makes ours an addition", async () => {
    const [code, text] = await run("a.json", JSON.stringify(await withoutPrefix()), "--older");
    expect(code).toBe(0);
    expect(text).toContain("additive  addSandboxMount  request.prefix: is new");
    expect(
      (await run("a.json", JSON.stringify(await withoutPrefix()), "--older", "--fail-on", "additive"))[0],
    ).toBe(1);
  });

  test("does not fail where it is told not to", async () => {
    expect((await run("a.json", JSON.stringify(await withoutPrefix()), "--fail-on", "none"))[0]).toBe(0);
  });

  test("gives machines JSON", async () => {
    const [, text] = await run("a.json", JSON.stringify(await withoutPrefix()), "--json");
    expect(JSON.parse(text)).toMatchObject({
      compared: described,
      changes: expect.arrayContaining([
        { impact: "breaking", operation: "addSandboxMount", place: "request.prefix", what: "is gone" },
      ]),
    });
  });

  test("reads from a URL", async () => {
    const text = JSON.stringify(await withoutPrefix());
    const server = createServer(({ url }, response) => {
      response.writeHead(url === "/a.json" ? 200 : 404);
      response.end(url === "/a.json" ? text : "");
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    onTestFinished(() => {
      server.close();
      server.closeAllConnections();
    });
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    expect((await runOn(`${url}/a.json`))[0]).toBe(1);
    expect(await runOn(`${url}/b.json`)).toEqual([2, `${url}/b.json answered 404`]);
  });

  test("ends with 2 where it cannot compare", async () => {
    expect((await runOn())[0]).toBe(2);
    expect((await runOn("nowhere.yaml"))[0]).toBe(2);
    expect((await run("a.yaml", "swagger: '2.0'"))[0]).toBe(2);
    expect((await run("a.json", JSON.stringify(await ours()), "--fail-on", "typo"))[0]).toBe(2);
  });
});
