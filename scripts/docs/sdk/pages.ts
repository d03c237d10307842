import { type DeclarationReflection, ReflectionKind } from "typedoc";
import { DocsError, type Page } from "../page.ts";
import { plain } from "../written.ts";
import { clientSheets, emulatorSheets, type Sheet } from "./contents.ts";
import { convert, type Entry } from "./convert.ts";
import { type Anchors, exported, firstSentence } from "./reflection.ts";
import { undocumented } from "./undocumented.ts";

interface Filled extends Sheet {
  readonly exports: readonly DeclarationReflection[];
}

/**
 * The reference of everything that the package exports. An export without a text is a problem. `models` are the shapes
 * that have a page from the description.
 */
export async function sdkPages(root: string, models: readonly string[]): Promise<Page[]> {
  const [client, emulator] = await convert(root);
  if (!client || !emulator) throw new DocsError(["TypeDoc found no entry points"]);
  const missing = undocumented([...client.exports, ...emulator.exports]);
  if (missing.length) throw new DocsError(missing.map((name) => `${name} has no text`));

  const ofClient = filled(client, clientSheets, models);
  const ofEmulator = filled(emulator, emulatorSheets, []);
  const toModels = models.map((name) => [name, "models"] as const);
  const clientAnchors: Anchors = new Map([...toModels, ...anchorsOf(ofClient)]);
  const emulatorAnchors: Anchors = new Map([...clientAnchors, ...anchorsOf(ofEmulator)]);
  return [
    overview([...ofClient, ...ofEmulator], emulatorAnchors),
    ...ofClient.map((sheet) => pageOf(sheet, clientAnchors)),
    ...ofEmulator.map((sheet) => pageOf(sheet, emulatorAnchors)),
  ];
}

function filled({ exports }: Entry, sheets: readonly Sheet[], elsewhere: readonly string[]): Filled[] {
  const named = new Set([...sheets.flatMap(({ names }) => names), ...elsewhere]);
  const rest = exports.filter(({ name }) => !named.has(name));
  return sheets
    .map((sheet) => ({
      ...sheet,
      exports: sheet.names.length
        ? sheet.names.flatMap((name) => exports.filter((each) => each.name === name))
        : rest,
    }))
    .filter((sheet) => sheet.exports.length);
}

const anchorsOf = (sheets: readonly Filled[]) =>
  sheets.flatMap(({ path, exports }) => exports.map(({ name }) => [name, path] as const));

function pageOf({ path, title, intro, exports }: Filled, anchors: Anchors): Page {
  const alone = exports[0]?.name === path && !intro;
  const texts = exports.map((each, at) => exported(each, anchors, alone && at === 0 ? 1 : 2, title));
  const members = alone ? (exports[0]?.children ?? []) : exports;
  return {
    path: `sdk/${path}`,
    source: `sdk/${path}.md`,
    title,
    summary: plain(firstSentence(exports[0], anchors)) || `${title} of the SDK.`,
    section: "SDK reference",
    markdown: alone ? texts.join("\n\n") : [`# ${title}`, intro ?? "", ...texts].join("\n\n"),
    parts: members
      .filter(({ kind }) => kind !== ReflectionKind.Constructor)
      .map(({ name }) => ({ title: name, id: name })),
  };
}

function overview(sheets: readonly Filled[], anchors: Anchors): Page {
  const tables = sheets.map(({ title, path, exports }) => {
    const rows = exports.map(
      (each) => `| [\`${each.name}\`](${path}.md#${each.name}) | ${firstSentence(each, anchors)} |`,
    );
    return `## [${title}](${path}.md)\n\n| export | what it is |\n|---|---|\n${rows.join("\n")}`;
  });
  return {
    path: "sdk/index",
    source: "sdk/index.md",
    title: "Overview",
    summary: "Everything that the package exports.",
    section: "SDK reference",
    markdown: [
      "# SDK reference",
      "Everything that `leap0-fetch` and `leap0-fetch/emulator` export. The shapes of bodies and answers stand under [Models](models.md).",
      ...tables,
    ].join("\n\n"),
  };
}
