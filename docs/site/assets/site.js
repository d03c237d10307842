const page = document.documentElement;
const root = page.dataset.root;
const find = (selector) => document.querySelector(selector);

find(".theme").addEventListener("click", () => {
  const mode = page.classList.contains("dark") ? "light" : "dark";
  page.classList.remove("light", "dark");
  page.classList.add(mode);
  try {
    localStorage.setItem("redoc.colorMode", mode);
  } catch {
    // It holds for this page only.
  }
});

find(".menu").addEventListener("click", ({ currentTarget }) => {
  const open = page.classList.toggle("menu-open");
  currentTarget.setAttribute("aria-expanded", String(open));
});

document.addEventListener("click", async ({ target }) => {
  if (!target.matches(".copy")) return;
  const code = target.parentElement.querySelector("code").textContent;
  const done = await copy(code).then(
    () => "Copied",
    () => "Press Ctrl+C",
  );
  target.textContent = done;
  setTimeout(() => {
    target.textContent = "Copy";
  }, 1500);
});

/** A page from a file may not use the clipboard's newer interface. */
async function copy(text) {
  if (navigator.clipboard) {
    try {
      return await navigator.clipboard.writeText(text);
    } catch {
      // The older way below.
    }
  }
  const area = document.createElement("textarea");
  area.value = text;
  document.body.append(area);
  area.select();
  const done = document.execCommand("copy");
  area.remove();
  if (!done) throw new Error("not copied");
}

const versions = window.leap0Versions ?? [];
if (versions.length > 1) {
  const select = document.createElement("select");
  select.setAttribute("aria-label", "Version");
  for (const name of versions)
    select.append(new Option(name, name, false, location.pathname.includes(`/${name}/`)));
  select.addEventListener("change", () => {
    location.href = `${root}../${select.value}/index.html`;
  });
  find("#versions").append(select);
}

const input = find("#search");
const list = find("#found");
let index;

input.addEventListener("focus", load, { once: true });
input.addEventListener("input", show);
document.addEventListener("keydown", (event) => {
  if (event.key === "/" && !event.target.matches("input, textarea, select")) {
    event.preventDefault();
    input.focus();
  }
  if (event.key === "Escape") {
    list.hidden = true;
    input.blur();
  }
  if (event.key === "ArrowDown" && event.target === input) list.querySelector("a")?.focus();
  if (event.key === "Enter" && event.target === input) list.querySelector("a")?.click();
  if (/^Arrow(Up|Down)$/.test(event.key) && list.contains(event.target)) {
    event.preventDefault();
    const item = event.target.closest("li");
    const next = event.key === "ArrowDown" ? item.nextElementSibling : item.previousElementSibling;
    (next?.querySelector("a") ?? input).focus();
  }
});
document.addEventListener("click", ({ target }) => {
  if (!target.closest(".search")) list.hidden = true;
});

/** A script, not a request: pages that were opened from a file may not fetch. */
function load() {
  const script = document.createElement("script");
  script.src = `${root}assets/search-index.js`;
  script.addEventListener("load", () => {
    index = window.leap0Search;
    show();
  });
  document.head.append(script);
}

function show() {
  const words = input.value.toLowerCase().split(/\s+/).filter(Boolean);
  list.hidden = !(words.length && index);
  if (list.hidden) return;
  const hits = index
    .map((entry) => ({ entry, score: score(entry, words) }))
    .filter((hit) => hit.score > 0)
    .sort((one, other) => other.score - one.score)
    .slice(0, 12);
  list.replaceChildren(...hits.map(({ entry }) => item(entry, words)));
  if (!hits.length) {
    const none = document.createElement("li");
    none.textContent = "Nothing found.";
    list.append(none);
  }
}

/** Every word has to be there; one in a heading counts more than one in the text. */
function score({ page: title, heading, text }, words) {
  let sum = 0;
  for (const word of words) {
    const inHeading = heading.toLowerCase().includes(word) ? (heading.toLowerCase() === word ? 12 : 6) : 0;
    const inTitle = title.toLowerCase().includes(word) ? 3 : 0;
    const inText = text.toLowerCase().includes(word) ? 1 : 0;
    if (!(inHeading + inTitle + inText)) return 0;
    sum += inHeading + inTitle + inText;
  }
  return sum;
}

function item({ url, page: title, heading, text }, words) {
  const link = document.createElement("a");
  link.href = root + url;
  const head = document.createElement("b");
  head.textContent = heading === title ? title : `${title} › ${heading}`;
  const excerpt = document.createElement("span");
  const at = Math.max(0, text.toLowerCase().indexOf(words[0]) - 40);
  excerpt.textContent = (at ? "…" : "") + text.slice(at, at + 120);
  link.append(head, excerpt);
  const entry = document.createElement("li");
  entry.append(link);
  return entry;
}
