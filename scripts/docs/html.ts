/** HTML that needs no more escaping. */
export class Html {
  readonly #text: string;
  constructor(text: string) {
    this.#text = text;
  }
  toString(): string {
    return this.#text;
  }
}

type Part = Html | string | number | false | undefined | readonly (Html | string)[];

const ENTITIES: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };

export const escapeHtml = (text: string): string => text.replace(/[&<>"]/g, (each) => ENTITIES[each] ?? each);

/** A template of HTML: every value is escaped, unless it is HTML itself. `false` and `undefined` give nothing. */
export const html = (texts: TemplateStringsArray, ...parts: readonly Part[]): Html =>
  new Html(String.raw({ raw: texts }, ...parts.map(written)));

function written(part: Part): string {
  if (part === false || part === undefined) return "";
  if (Array.isArray(part)) return part.map(written).join("");
  return part instanceof Html ? part.toString() : escapeHtml(String(part));
}
