/**
 * Just enough XML to read S3's responses, which use neither CDATA nor comments. It searches forward only, so that no
 * document, however hostile, takes more than one pass.
 */

/** Raw content of every element of that name, outermost first come. */
export function contentsOf(xml: string, name: string): string[] {
  const found: string[] = [];
  let at = 0;
  for (;;) {
    const start = nextTag(xml, name, at);
    if (start < 0) return found;
    const open = xml.indexOf(">", start);
    if (open < 0) return found;
    if (xml[open - 1] === "/") {
      found.push("");
      at = open + 1;
      continue;
    }
    const close = xml.indexOf(`</${name}>`, open);
    if (close < 0) return found;
    found.push(xml.slice(open + 1, close));
    at = close + name.length + 3;
  }
}

/** Text of the first element of that name, entities decoded. */
export function textOf(xml: string, name: string): string | undefined {
  const content = contentsOf(xml, name)[0];
  return content === undefined ? undefined : decodeEntities(content);
}

/** Name of the document's outermost element; undefined when this is not XML. */
export function rootOf(xml: string): string | undefined {
  const body = xml
    .trimStart()
    .replace(/^<\?xml[^>]*>/, "")
    .trimStart();
  return /^<([A-Za-z]+)[\s/>]/.exec(body)?.[1];
}

function nextTag(xml: string, name: string, from: number): number {
  let at = from;
  for (;;) {
    const start = xml.indexOf(`<${name}`, at);
    if (start < 0) return -1;
    // `<Key>` and `<Key xmlns=…>`, but not `<KeyCount>`.
    if (/[\s/>]/.test(xml[start + name.length + 1] ?? "")) return start;
    at = start + 1;
  }
}

const named: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" };

/** One pass, so that `&amp;lt;` means the four characters `&lt;`. An unknown entity stays as it is. */
function decodeEntities(text: string): string {
  return text.replace(/&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|([a-z]{2,4}));/gi, (entity, decimal, hex, name) => {
    if (name !== undefined) return named[name] ?? entity;
    const code = decimal === undefined ? Number.parseInt(hex, 16) : Number(decimal);
    return code > 0x10ffff ? entity : String.fromCodePoint(code);
  });
}
