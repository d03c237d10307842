import type { ApiError, SandboxListItem } from "leap0-fetch";
import { describe, expect, test } from "vitest";
import { clientWith, clientWithoutRetries } from "../../support/client.ts";
import { emulated, ways } from "../../support/emulated.ts";
import { rejection } from "../../support/rejection.ts";
import { json, type Sent, scriptedFetch } from "../../support/scripted-fetch.ts";

const item = (id: string): SandboxListItem => ({
  id,
  template_id: "t",
  state: "running",
  created_at: "2026-01-01T00:00:00Z",
});
const queryOf = ({ url }: Sent) => Object.fromEntries(new URL(url).searchParams);

/** A list that returns pages as the API does, and may change between them. */
function listing(ids: string[], pageSize = 2, change: (page: number) => void = () => {}) {
  return scriptedFetch((request) => {
    const { page: number = 1, "page-size": size = pageSize } = queryOf(request);
    const [page, most] = [Number(number), Number(size)];
    const items = ids.slice((page - 1) * most, page * most).map(item);
    const total_items = ids.length;
    change(page);
    return json(200, { items, total_items });
  });
}

async function idsOf(pages: AsyncIterable<SandboxListItem>): Promise<string[]> {
  const ids: string[] = [];
  for await (const { id } of pages) ids.push(id);
  return ids;
}

describe("a list that is awaited", () => {
  test("is one page, with the count of all, and one request however often it is awaited", async () => {
    const fetch = listing(["a", "b", "c"]);
    const pages = clientWith({ fetch }).sandboxes.list();
    await new Promise((resolve) => setImmediate(resolve));
    expect(fetch.sent).toEqual([]);
    expect(await pages).toEqual({ items: [item("a"), item("b")], total_items: 3 });
    expect(await pages).toBe(await pages);
    expect(fetch.sent.map(queryOf)).toEqual([{}]);
  });

  test("is the page that was asked for", async () => {
    const fetch = listing(["a", "b", "c"]);
    const query = { page: 2, "page-size": 1, sort: "created_at" } as const;
    expect((await clientWith({ fetch }).sandboxes.list(query)).items).toEqual([item("b")]);
    expect(fetch.sent.map(queryOf)).toEqual([{ page: "2", "page-size": "1", sort: "created_at" }]);
  });

  test("fails as any call does, through await, catch and finally", async () => {
    const client = clientWithoutRetries({ fetch: scriptedFetch(() => json(401)) });
    expect(await rejection((async () => client.sandboxes.list())())).toMatchObject({ status: 401 });
    expect(await client.sandboxes.list().catch((error) => (error as ApiError).status)).toBe(401);
    let over = false;
    const settled = client.sandboxes.list().finally(() => {
      over = true;
    });
    expect(await rejection(settled)).toMatchObject({ status: 401 });
    expect(over).toBe(true);
  });
});

describe("a list that is iterated", () => {
  const ids = (count: number, from = 0) => Array.from({ length: count }, (_, index) => `sbx-${from + index}`);

  test("gives every sandbox of every page, keeps the query, and asks for no page too many", async () => {
    const fetch = listing(ids(5));
    const query = { state: "running", "order-by": "asc", "page-size": 2 } as const;
    expect(await idsOf(clientWith({ fetch }).sandboxes.list(query))).toEqual(ids(5));
    expect(fetch.sent.map(queryOf)).toEqual(
      ["1", "2", "3"].map((page) => ({ state: "running", "order-by": "asc", "page-size": "2", page })),
    );
  });

  test("begins at the page that was asked for, each time that it is iterated", async () => {
    const fetch = listing(ids(5));
    const pages = clientWith({ fetch }).sandboxes.list({ page: 2, "page-size": 2 });
    for (const _ of [1, 2]) expect(await idsOf(pages)).toEqual(ids(3, 2));
    expect(fetch.sent.map((request) => queryOf(request).page)).toEqual(["2", "3", "2", "3"]);
  });

  describe("reaches everything that was there when it began", () => {
    test("while the loop takes each out of the list", async () => {
      const left = ids(55);
      const seen: string[] = [];
      for await (const { id } of clientWith({ fetch: listing(left, 20) }).sandboxes.list()) {
        left.splice(left.indexOf(id), 1);
        seen.push(id);
      }
      expect([seen.length, left]).toEqual([55, []]);
    });

    test.each<[string, (left: string[], page: number) => void]>([
      ["others take some out of pages that were read", (left, page) => page === 1 && left.splice(0, 7)],
      ["others take a whole page out", (left, page) => page === 2 && left.splice(0, 20)],
      ["new ones push the others to the next page", (left, page) => page === 1 && left.unshift("new")],
      ["new ones push a whole page to the next", (left, page) => page === 1 && left.unshift(...ids(20, 100))],
      ["some leave and new ones come", (left, page) => page === 2 && left.splice(0, 5, "new-1", "new-2")],
    ])("while %s", async (_, change) => {
      const left = ids(55);
      let changed = false;
      const fetch = listing(left, 20, (page) => {
        const before = left.length;
        if (!changed) change(left, page);
        changed ||= left.length !== before;
      });
      const seen = await idsOf(clientWith({ fetch }).sandboxes.list());
      expect(changed).toBe(true);
      expect(seen).toEqual([...new Set(seen)]);
      expect(ids(55).filter((id) => left.includes(id) && !seen.includes(id))).toEqual([]);
    });

    test.each([0, null, undefined, 20, 3, 1_000, "many"])("where total_items is %j", async (total_items) => {
      const all = ids(55);
      const fetch = scriptedFetch((request) => {
        const page = Number(queryOf(request).page);
        return json(200, { items: all.slice((page - 1) * 20, page * 20).map(item), total_items });
      });
      expect(await idsOf(clientWith({ fetch }).sandboxes.list())).toEqual(all);
      expect(fetch.sent.length).toBeLessThanOrEqual(12);
    });

    test.each([
      [[ids(20), [], ids(5, 20), ids(20, 25)], 45] as const,
      ...[0, undefined, null].map((total) => [[ids(20), [], ids(20, 20), ids(5, 40)], total] as const),
    ])(
      "where a page in the middle is empty, or holds less than was asked for: %j, total_items %j",
      async (pages, total_items) => {
        const fetch = scriptedFetch((request) => {
          const items = (pages[Number(queryOf(request).page) - 1] ?? []).map(item);
          return json(200, { items, total_items });
        });
        expect(await idsOf(clientWith({ fetch }).sandboxes.list())).toEqual(ids(45));
      },
    );
  });

  test("ends where an API ignores page, and returns the same each time", async () => {
    for (const total_items of [5, 1_000_000, null, undefined]) {
      const fetch = scriptedFetch((_, index) => {
        if (index > 9) throw new Error("asked for ever");
        return json(200, { items: [item("a"), item("b")], total_items });
      });
      expect(await idsOf(clientWithoutRetries({ fetch }).sandboxes.list())).toEqual(["a", "b"]);
    }
  });

  test.each([
    ["null", { items: null, total_items: 0 }],
    ["missing", {}],
    ["empty", { items: [], total_items: 0 }],
  ])("is empty where items are %s", async (_, body) => {
    const fetch = scriptedFetch(() => json(200, body));
    expect(await idsOf(clientWith({ fetch }).sandboxes.list())).toEqual([]);
    expect(fetch.sent).toHaveLength(1);
    expect((await clientWith({ fetch }).sandboxes.list()).items).toEqual([]);
  });

  test("fails at a page that fails", async () => {
    const fetch = scriptedFetch((_, index) =>
      index ? json(500) : json(200, { items: [item("a")], total_items: 2 }),
    );
    const listed = idsOf(clientWithoutRetries({ fetch }).sandboxes.list());
    expect(await rejection(listed)).toMatchObject({ status: 500, operation: "listSandboxes" });
  });

  test.each(ways)("empties the emulator, %s", async (way) => {
    const state = {
      version: 1,
      sandboxes: ids(55).map((id) => ({ id, state: "running" }) as const),
    } as const;
    const client = (await emulated(way, { limits: { sandboxes: 100 }, state })).client();
    for await (const { id } of client.sandboxes.list({ state: "running" })) await client.sandboxes.delete(id);
    expect((await client.sandboxes.list({ state: "running" })).total_items).toBe(0);
  });
});
