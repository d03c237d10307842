import type { ApiError, SandboxListItem } from "leap0-fetch";
import { describe, expect, test, vi } from "vitest";
import { clientOf, json, type Sent } from "../../support/client.ts";
import { emulated, ways } from "../../support/emulated.ts";
import { rejection } from "../../support/rejection.ts";

const item = (id: string): SandboxListItem => ({
  id,
  template_id: "t",
  state: "running",
  created_at: "2026-01-01T00:00:00Z",
});
const queryOf = ({ url }: Sent) => Object.fromEntries(new URL(url).searchParams);

/** A client of a list that returns pages as the API does, and may change between them. */
function listing(ids: string[], pageSize = 2, change: (page: number) => void = () => {}) {
  return clientOf((request) => {
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
    const { sandboxes, sent } = listing(["a", "b", "c"]);
    const pages = sandboxes.list();
    await new Promise((resolve) => setImmediate(resolve));
    expect(sent).toEqual([]);
    expect(await pages).toEqual({ items: [item("a"), item("b")], total_items: 3 });
    expect(await pages).toBe(await pages);
    expect(sent.map(queryOf)).toEqual([{}]);
  });

  test("is the page that was asked for", async () => {
    const { sandboxes, sent } = listing(["a", "b", "c"]);
    const query = { page: 2, "page-size": 1, sort: "created_at" } as const;
    expect((await sandboxes.list(query)).items).toEqual([item("b")]);
    expect(sent.map(queryOf)).toEqual([{ page: "2", "page-size": "1", sort: "created_at" }]);
  });

  test("fails as any call does, through await, catch and finally", async () => {
    const { sandboxes } = clientOf(() => json(401));
    expect(await rejection((async () => sandboxes.list())())).toMatchObject({ status: 401 });
    expect(await sandboxes.list().catch((error) => (error as ApiError).status)).toBe(401);
    const over = vi.fn();
    expect(await rejection(sandboxes.list().finally(over))).toMatchObject({ status: 401 });
    expect(over).toHaveBeenCalledOnce();
  });
});

describe("a list that is iterated", () => {
  const ids = (count: number, from = 0) => Array.from({ length: count }, (_, index) => `sbx-${from + index}`);

  test("gives every sandbox of every page, keeps the query, and asks for no page too many", async () => {
    const { sandboxes, sent } = listing(ids(5));
    const query = { state: "running", "order-by": "asc", "page-size": 2 } as const;
    expect(await idsOf(sandboxes.list(query))).toEqual(ids(5));
    expect(sent.map(queryOf)).toEqual(
      ["1", "2", "3"].map((page) => ({ state: "running", "order-by": "asc", "page-size": "2", page })),
    );
  });

  test("begins at the page that was asked for, each time that it is iterated", async () => {
    const { sandboxes, sent } = listing(ids(5));
    const pages = sandboxes.list({ page: 2, "page-size": 2 });
    for (const _ of [1, 2]) expect(await idsOf(pages)).toEqual(ids(3, 2));
    expect(sent.map((request) => queryOf(request).page)).toEqual(["2", "3", "2", "3"]);
  });

  describe("reaches everything that was there when it began", () => {
    test("while the loop takes each out of the list", async () => {
      const left = ids(55);
      const seen: string[] = [];
      for await (const { id } of listing(left, 20).sandboxes.list()) {
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
      const { sandboxes } = listing(left, 20, (page) => {
        const before = left.length;
        if (!changed) change(left, page);
        changed ||= left.length !== before;
      });
      const seen = await idsOf(sandboxes.list());
      expect(changed).toBe(true);
      expect(seen).toEqual([...new Set(seen)]);
      expect(ids(55).filter((id) => left.includes(id) && !seen.includes(id))).toEqual([]);
    });

    /** A client of an API that has these pages, and says so about their number of items. */
    const paged = (pages: readonly (readonly string[])[], total_items: unknown) =>
      clientOf((request) => {
        const items = (pages[Number(queryOf(request).page) - 1] ?? []).map(item);
        return json(200, { items, total_items });
      });

    test.each([0, null, undefined, 20, 3, 1_000, "many"])("where total_items is %j", async (total_items) => {
      const { sandboxes, sent } = paged([ids(20), ids(20, 20), ids(15, 40)], total_items);
      expect(await idsOf(sandboxes.list())).toEqual(ids(55));
      expect(sent.length).toBeLessThanOrEqual(12);
    });

    test.each([
      [[ids(20), [], ids(5, 20), ids(20, 25)], 45] as const,
      ...[0, undefined, null].map((total) => [[ids(20), [], ids(20, 20), ids(5, 40)], total] as const),
    ])(
      "where a page in the middle is empty, or holds less than was asked for: %j, total_items %j",
      async (pages, total_items) => {
        expect(await idsOf(paged(pages, total_items).sandboxes.list())).toEqual(ids(45));
      },
    );
  });

  test("ends where an API ignores page, and returns the same each time", async () => {
    for (const total_items of [5, 1_000_000, null, undefined]) {
      const { sandboxes, sent } = clientOf(() => json(200, { items: [item("a"), item("b")], total_items }));
      expect(await idsOf(sandboxes.list())).toEqual(["a", "b"]);
      expect(sent.length).toBeLessThan(10);
    }
  });

  test.each([
    ["null", { items: null, total_items: 0 }],
    ["missing", {}],
    ["empty", { items: [], total_items: 0 }],
  ])("is empty where items are %s", async (_, body) => {
    const { sandboxes, sent } = clientOf(() => json(200, body));
    expect(await idsOf(sandboxes.list())).toEqual([]);
    expect(sent).toHaveLength(1);
    expect((await sandboxes.list()).items).toEqual([]);
  });

  test("fails at a page that fails", async () => {
    const page = { items: [item("a")], total_items: 2 };
    const { sandboxes } = clientOf((_, index) => (index ? json(400) : json(200, page)));
    const listed = idsOf(sandboxes.list());
    expect(await rejection(listed)).toMatchObject({ status: 400, operation: "listSandboxes" });
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
