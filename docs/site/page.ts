export const page = document.documentElement;

/** The way from this page to the site's root. */
export const root = page.dataset.root ?? "";

export function find<T extends HTMLElement = HTMLElement>(
  selector: string,
  within: ParentNode = document,
): T | null {
  return within.querySelector<T>(selector);
}

/** An element with its properties and children. */
export function make<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  properties: Partial<HTMLElementTagNameMap[Name]> & {
    readonly [attribute: `${string}-${string}`]: string;
  } = {},
  ...children: readonly (Node | string)[]
): HTMLElementTagNameMap[Name] {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(properties))
    if (key.includes("-") || key === "role") element.setAttribute(key, String(value));
    else Object.assign(element, { [key]: value });
  element.append(...children);
  return element;
}

const loaded = new Map<string, Promise<void>>();

/** Loads one of the site's scripts, once. A script and not a request: a page that was opened from a file may not fetch. */
export function load(name: string): Promise<void> {
  let script = loaded.get(name);
  if (!script) {
    script = new Promise((resolve, reject) => {
      const element = make("script", { src: `${root}assets/${name}.js` });
      element.addEventListener("load", () => resolve());
      element.addEventListener("error", () => reject(new Error(`${name}.js cannot be loaded`)));
      document.head.append(element);
    });
    loaded.set(name, script);
  }
  return script;
}
