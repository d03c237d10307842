import { fieldNames } from "../generated/operations.ts";

/** So many characters of a secret in a row count as the secret: servers cut what they echo. */
const PIECE = 8;
/** So many characters of secrets are remembered for certain, and of one secret. */
const CHARACTERS = 200_000;

/** Remembers secrets, and finds pieces of them in a text, in time that grows with the text alone. */
export interface SecretFinder {
  remember(secret: string): void;
  /** Replaces every piece of a secret. */
  replace(text: string, by: string): string;
}

export function createSecretFinder(): SecretFinder {
  let secrets = new Set<string>();
  let characters = 0;
  /** Secrets that are not in the index: only failures need it. */
  let fresh: string[] = [];
  /** Every piece of every secret; of a secret that is shorter than a piece, the whole of it. */
  let pieces = new Set<string>();
  let older = pieces;
  const sizes = new Set<number>();

  const index = () => {
    for (const form of fresh.flatMap(formsOf)) {
      const text = fold(form);
      const size = Math.min(text.length, PIECE);
      sizes.add(size);
      for (let end = size; end <= text.length; end++) pieces.add(text.slice(end - size, end));
    }
    fresh = [];
  };
  const isPiece = (text: string) => pieces.has(text) || older.has(text);

  return {
    remember(given) {
      const secret = given.slice(0, CHARACTERS);
      if (!secret || secrets.has(secret)) return;
      characters += secret.length;
      // A generation of secrets is full. It is known until the next one is.
      if (secrets.size === 1_000 || characters > CHARACTERS) {
        index();
        older = pieces;
        pieces = new Set();
        secrets = new Set();
        characters = secret.length;
      }
      secrets.add(secret);
      fresh.push(secret);
    },

    replace(given, by) {
      index();
      const found = new Uint8Array(given.length);
      let view: View | undefined = { text: fold(given) };
      // A URL in JSON in a page in JSON: deeper than this nobody looks.
      for (let depth = 0; view && depth < 5; depth++) {
        const { text, at }: View = view;
        for (const size of sizes)
          for (let from = 0; from + size <= text.length; from++) {
            if (!isPiece(text.slice(from, from + size))) continue;
            let to = from + size;
            while (to < text.length && isPiece(text.slice(to + 1 - size, to + 1))) to++;
            if (!isOwnName(text, from, to)) found.fill(1, at?.[from] ?? from, at?.[to] ?? to);
            from = to - 1;
          }
        view = resolveEscapes(view);
      }
      if (!found.includes(1)) return given;
      return given.replace(/./gs, (character, at) => (!found[at] ? character : found[at - 1] ? "" : by));
    },
  };
}

/** One case for all letters, and no letter becomes two: places stay what they are. */
const fold = (text: string): string =>
  text
    .replace(/\u0130/g, "i")
    .toLowerCase()
    .replace(/\u03c2/g, "\u03c3");

/** Whether the word around a run is a field of the description: a key named `key` is not the one in `access_key_id`. */
function isOwnName(text: string, from: number, to: number): boolean {
  // No name is longer: what is far away need not be searched.
  const before = text.slice(Math.max(0, from - 32), from).match(/\w*$/);
  const after = text.slice(to, to + 32).match(/^\w*/);
  return fieldNames.includes(`${before}${text.slice(from, to)}${after}`);
}

interface View {
  readonly text: string;
  /** For each place in the text, and for its end, the place in the text that was given. */
  readonly at?: readonly number[];
}

const ESCAPE =
  /%([\da-f]{2})|\\(?:u[\da-f]{4}|["\\/bfnrt])|&(?:#x([\da-f]{1,6})|#(\d{1,7})|amp|lt|gt|quot|apos);/g;
const ENTITIES: Readonly<Record<string, string>> = {
  "&amp;": "&",
  "&lt;": "<",
  "&gt;": ">",
  "&quot;": '"',
  "&apos;": "'",
};

/** The text with one level of its escapes resolved: those of URLs, JSON and HTML. */
function resolveEscapes({ text, at }: View): View | undefined {
  let resolved = "";
  const places: number[] = [];
  let from = 0;
  const copy = (to: number) => {
    resolved += text.slice(from, to);
    for (; from < to; from++) places.push(at?.[from] ?? from);
  };
  for (const match of text.matchAll(ESCAPE)) {
    const [escaped, percent, hex, decimal] = match;
    copy(match.index);
    const code = Number(decimal ?? `0x${percent ?? hex}`);
    const meant = fold(
      ENTITIES[escaped] ??
        (code > 0x10ffff ? "" : code >= 0 ? String.fromCodePoint(code) : JSON.parse(`"${escaped}"`)),
    );
    resolved += meant;
    for (const _ of meant.split("")) places.push(at?.[from] ?? from);
    from += escaped.length;
  }
  if (!from) return undefined;
  copy(text.length);
  places.push(at?.[from] ?? from);
  return { text: resolved, at: places };
}

/** A secret as it may be written: as it is, its bytes as one character each, in hex, in base64 wherever it begins. */
function formsOf(secret: string): string[] {
  const write = (byte: (code: number) => string) =>
    Array.from(new TextEncoder().encode(secret), byte).join("");
  const bytes = write((code) => String.fromCharCode(code));
  const forms = secret === bytes ? [secret] : [secret, bytes];
  // Encoded, a secret of few characters would be a piece of many texts.
  if (bytes.length >= PIECE / 2) {
    forms.push(write((code) => (code + 256).toString(16).slice(1)));
    for (const before of ["", " ", "  "]) {
      // The characters at both ends hold bits of what stands beside the secret.
      const base64 = btoa(before + bytes)
        .replace(/=/g, "")
        .slice(before ? before.length + 1 : 0);
      forms.push(base64, base64.replace(/\+/g, "-").replace(/\//g, "_"));
    }
  }
  return forms;
}
