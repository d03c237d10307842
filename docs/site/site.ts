import { addCopyButtons } from "./copy.ts";
import { find, make, page, root } from "./page.ts";
import { startPlayground } from "./playground.ts";
import { addRunButtons } from "./run.ts";
import { startSearch } from "./search-box.ts";

const theme = find<HTMLButtonElement>(".theme");
if (theme) theme.hidden = false;
theme?.addEventListener("click", () => {
  const dark =
    getComputedStyle(page).colorScheme === "dark" ||
    (!page.className && matchMedia("(prefers-color-scheme: dark)").matches);
  page.classList.remove("light", "dark");
  page.classList.add(dark ? "light" : "dark");
  try {
    // Redoc's name: one choice for its page and for these.
    localStorage.setItem("redoc.colorMode", dark ? "light" : "dark");
  } catch {
    // It holds for this page only.
  }
});

const { leap0Versions: versions = [] } = window as unknown as { leap0Versions?: readonly string[] };
if (versions.length > 1) {
  const select = make("select", { "aria-label": "Version" });
  for (const name of versions)
    select.append(new Option(name, name, false, location.pathname.includes(`/${name}/`)));
  select.addEventListener("change", () => {
    location.href = `${root}../${select.value}/index.html`;
  });
  find("#versions")?.append(select);
}

// Where there is room the list of pages stays open, also in browsers that cannot say so in CSS.
const menu = find<HTMLDetailsElement>(".menu");
const wide = matchMedia("(min-width: 60rem)");
const openWhereWide = () => {
  if (menu) menu.open = wide.matches;
};
wide.addEventListener("change", openWhereWide);
openWhereWide();
const current = menu && find('[aria-current="page"]', menu);
const side = find(".side");
if (current && side && wide.matches) side.scrollTop = current.offsetTop - side.clientHeight / 2;

if (document.body.classList.contains("playground")) startPlayground();
followHeadings();
addCopyButtons();
addRunButtons();
startSearch();

/** Marks what is being read in the list of the page's headings. */
function followHeadings(): void {
  const links = [...document.querySelectorAll<HTMLAnchorElement>(".toc a")];
  const headings = links.map((link) => document.getElementById(decodeURIComponent(link.hash.slice(1))));
  if (!links.length) return;
  const mark = () => {
    const passed = headings.filter(
      (heading) => heading && heading.getBoundingClientRect().top < innerHeight / 3,
    ).length;
    const atEnd = innerHeight + scrollY >= document.body.scrollHeight - 4;
    const now = atEnd ? links.length - 1 : Math.max(0, passed - 1);
    for (const [at, link] of links.entries()) {
      if (at === now) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
    }
  };
  addEventListener("scroll", mark, { passive: true });
  mark();
}
