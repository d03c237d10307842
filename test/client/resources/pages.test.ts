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

/** A list that answers pages as the API does, and may change between them. */
function listing(ids: string[], pageSize = 2, change: (page: number) => void = () => {}) {
  return scriptedFetch((request) => {
    const query = queryOf(request);
    const page = Number(query.page ?? 1);
    const size = Number(query["page-size"] ?? pageSize);
    const items = ids.slice((page - 1) * size, page * size).map(item);
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
  test("is one page, with the count of all", async () => {
    const fetch = listing(["a", "b", "c"]);
    expect(await clientWith({ fetch }).sandboxes.list()).toEqual({
      items: [item("a"), item("b")],
      total_items: 3,
    });
    expect(fetch.sent).toHaveLength(1);
    expect(fetch.sent.map(queryOf)).toEqual([{}]);
  });

  test("is the page that was asked for", async () => {
    const fetch = listing(["a", "b", "c"]);
    const { items } = await clientWith({ fetch }).sandboxes.list({
      page: 2,
      "page-size": 1,
      sort: "created_at",
    });
    expect(items).toEqual([item("b")]);
    expect(fetch.sent.map(queryOf)).toEqual([{ page: "2", "page-size": "1", sort: "created_at" }]);
  });

  test("twice is one request", async () => {
    const fetch = listing(["a"]);
    const pages = clientWith({ fetch }).sandboxes.list();
    expect(await pages).toBe(await pages);
    expect(fetch.sent).toHaveLength(1);
  });

  test("fails as any call does, through await, catch and finally", async () => {
    const client = clientWithoutRetries({ fetch: scriptedFetch(() => json(401)) });
    expect(await rejection((async () => client.sandboxes.list())())).toMatchObject({ status: 401 });
    expect(await client.sandboxes.list().catch((error) => (error as ApiError).status)).toBe(401);
    let over = false;
    await rejection(
      client.sandboxes.list().finally(() => {
        over = true;
      }),
    );
    expect(over).toBe(true);
  });
});

test("a list that nobody asks for sends nothing", async () => {
  const fetch = listing(["a"]);
  clientWith({ fetch }).sandboxes.list();
  await new Promise((resolve) => setImmediate(resolve));
  expect(fetch.sent).toEqual([]);
});

describe("a list that is iterated", () => {
  test("gives every sandbox of every page, and keeps the query", async () => {
    const ids = ["a", "b", "c", "d", "e"];
    const fetch = listing(ids);
    const query = { state: "running", "order-by": "asc", "page-size": 2 } as const;
    expect(await idsOf(clientWith({ fetch }).sandboxes.list(query))).toEqual(ids);
    // Three pages, and no fourth to see that there is nothing more: the count says so.
    expect(fetch.sent.map(queryOf)).toEqual(
      ["1", "2", "3"].map((page) => ({ state: "running", "order-by": "asc", "page-size": "2", page })),
    );
  });

  test("begins at the page that was asked for", async () => {
    const fetch = listing(["a", "b", "c", "d", "e"]);
    expect(await idsOf(clientWith({ fetch }).sandboxes.list({ page: 2 }))).toEqual(["c", "d", "e"]);
  });

  test("asks for a page only when it is needed", async () => {
    const fetch = listing(["a", "b", "c", "d", "e"]);
    for await (const { id } of clientWith({ fetch }).sandboxes.list()) if (id === "b") break;
    expect(fetch.sent).toHaveLength(1);
  });

  test("can be iterated again, and begins anew", async () => {
    const fetch = listing(["a", "b", "c"]);
    const pages = clientWith({ fetch }).sandboxes.list();
    expect(await idsOf(pages)).toEqual(["a", "b", "c"]);
    expect(await idsOf(pages)).toEqual(["a", "b", "c"]);
  });

  test("gives each once where new ones push the others to the next page", async () => {
    const ids = ["e", "d", "c", "b", "a"];
    const fetch = listing(ids, 2, (page) => page === 1 && ids.unshift("new"));
    expect(await idsOf(clientWith({ fetch }).sandboxes.list())).toEqual(["e", "d", "c", "b", "a"]);
  });

  test("does not end where new ones push a whole page to the next", async () => {
    const ids = ["e", "d", "c", "b", "a"];
    const fetch = listing(ids, 2, (page) => page === 1 && ids.unshift("newer", "new"));
    expect(await idsOf(clientWith({ fetch }).sandboxes.list())).toEqual(["e", "d", "c", "b", "a"]);
  });

  test("ends where an API does not know page, and answers the same each time", async () => {
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
    ["empty", { items: [], total_items: 7 }],
  ])("ends where items are %s", async (_, body) => {
    const fetch = scriptedFetch(() => json(200, body));
    expect(await idsOf(clientWith({ fetch }).sandboxes.list())).toEqual([]);
    expect(fetch.sent).toHaveLength(1);
  });

  test("is not broken by an item that is null, or of a kind that is not known yet", async () => {
    const odd = { id: "b", state: "hibernating", shape: { of: ["things"] } };
    const fetch = scriptedFetch((_, index) =>
      json(200, index ? { items: [] } : { items: [item("a"), null, odd] }),
    );
    const seen: unknown[] = [];
    for await (const each of clientWith({ fetch }).sandboxes.list()) seen.push(each);
    expect(seen).toEqual([item("a"), odd]);
  });

  test("fails at the page that fails, after those before it", async () => {
    const fetch = scriptedFetch((_, index) =>
      index ? json(500) : json(200, { items: [item("a")], total_items: 2 }),
    );
    const ids: string[] = [];
    const all = (async () => {
      for await (const { id } of clientWithoutRetries({ fetch }).sandboxes.list()) ids.push(id);
    })();
    expect(await rejection(all)).toMatchObject({ status: 500, operation: "listSandboxes" });
    expect(ids).toEqual(["a"]);
  });

  test.each(ways)("works against the emulator, %s", async (way) => {
    const client = (await emulated(way, { limits: { sandboxes: 10 } })).client();
    const made = [];
    for (let count = 0; count < 7; count++)
      made.push((await client.sandboxes.create({ template_name: "system/debian:bookworm" })).id);
    const listed = await idsOf(client.sandboxes.list({ "page-size": 3 }));
    expect(listed.sort()).toEqual(made.sort());
  });
});
