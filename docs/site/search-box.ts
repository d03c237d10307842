import type * as Search from "./find.ts";
import { find, load, make, root } from "./page.ts";

/** What the two scripts of the search leave on the page. */
interface Loaded {
  readonly leap0Search: typeof Search;
  readonly leap0Entries: Parameters<typeof Search.createFind>[0];
}

/** The search in the header: a box with a list below it. Its code and the index come when a reader goes there. */
export function startSearch(): void {
  const box = find(".search");
  const input = find<HTMLInputElement>("#search");
  const list = find("#found");
  const count = find("#count");
  if (!box || !input || !list || !count) return;
  box.hidden = false;
  let search: ReturnType<typeof Search.createFind> | undefined;
  let chosen = -1;

  const options = () => [...list.querySelectorAll<HTMLAnchorElement>("[role=option]")];
  const close = () => {
    list.hidden = true;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  };
  const choose = (at: number) => {
    const all = options();
    if (!all.length) return;
    chosen = (at + all.length) % all.length;
    for (const [index, option] of all.entries())
      option.setAttribute("aria-selected", String(index === chosen));
    all[chosen]?.scrollIntoView({ block: "nearest" });
    input.setAttribute("aria-activedescendant", `found-${chosen}`);
  };
  const show = () => {
    const query = input.value.trim();
    if (!query || !search) return close();
    const found = search(query);
    list.replaceChildren(...found.map(option));
    chosen = -1;
    list.hidden = !found.length;
    input.setAttribute("aria-expanded", String(found.length > 0));
    input.removeAttribute("aria-activedescendant");
    count.textContent = found.length === 1 ? "1 page found" : `${found.length || "No"} pages found`;
    count.classList.toggle("hidden", found.length > 0);
  };
  const start = async () => {
    await load("search-index");
    await load("search");
    const { leap0Search, leap0Entries } = window as unknown as Loaded;
    search = leap0Search.createFind(leap0Entries);
    show();
  };

  input.addEventListener("focus", start, { once: true });
  input.addEventListener("input", show);
  input.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown") choose(chosen + 1);
    else if (event.key === "ArrowUp") choose(chosen - 1);
    else if (event.key === "Enter") (options()[chosen] ?? options()[0])?.click();
    else if (event.key === "Escape") {
      close();
      count.classList.add("hidden");
    } else return;
    event.preventDefault();
  });
  addEventListener("keydown", (event) => {
    const { target } = event;
    const typing = target instanceof HTMLElement && target.matches("input, textarea, select");
    if (!((event.key === "/" && !typing) || (event.key === "k" && (event.ctrlKey || event.metaKey)))) return;
    event.preventDefault();
    input.focus();
    input.select();
  });
  document.addEventListener("click", ({ target }) => {
    if (target instanceof Element && !box.contains(target)) close();
  });
}

function option({ url, title, heading, excerpt }: Search.Found, at: number): HTMLElement {
  return make(
    "a",
    { role: "option", id: `found-${at}`, href: root + url, tabIndex: -1, "aria-selected": "false" },
    make("b", {}, heading === title ? title : `${title} › ${heading}`),
    make("span", {}, excerpt),
  );
}
