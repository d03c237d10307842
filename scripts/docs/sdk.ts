import { readFile } from "node:fs/promises";
import { join } from "node:path";
import {
  Application,
  type Comment,
  type CommentDisplayPart,
  type Context,
  Converter,
  type DeclarationReflection,
  LogLevel,
  OptionDefaults,
  Reflection,
  ReflectionKind,
} from "typedoc";
import type ts from "typescript";
import { cell, type Methods } from "./api.ts";
import { blocks, DocsError, type Page, plain } from "./page.ts";

/** What the package exports, as TypeDoc reads it, and what the compiler knows beside that. */
export interface Sdk {
  readonly entries: readonly { readonly from: string; readonly exports: readonly DeclarationReflection[] }[];
  /** Types and parameters in the author's own words: TypeDoc writes some aliases out. */
  readonly nodes: ReadonlyMap<Reflection, ts.Node>;
  /** The classes of what an operation can throw. */
  readonly errors: Methods["errors"];
}

const ERRORS = "scripts/docs/operation-errors.ts";

export async function readSdk(root: string): Promise<Sdk> {
  const { name, exports } = JSON.parse(await readFile(join(root, "package.json"), "utf8"));
  const sources = Object.entries(exports as Record<string, { "leap0-source"?: string }>).flatMap(
    ([path, { "leap0-source": file }]) => (file ? [[path.replace(".", name), file.slice(2)] as const] : []),
  );
  const app = await Application.bootstrap({
    entryPoints: [...sources.map(([, file]) => join(root, file)), join(root, ERRORS)],
    tsconfig: join(root, "scripts/docs/tsconfig.json"),
    // Types are checked elsewhere.
    skipErrorChecking: true,
    excludeInternal: true,
    excludePrivate: true,
    excludeExternals: true,
    readme: "none",
    disableGit: true,
    sort: ["source-order"],
    sourceLinkTemplate: "{path}",
    basePath: root,
    // openapi-typescript writes it.
    blockTags: [...OptionDefaults.blockTags, "@description"],
    validation: { notExported: false, invalidLink: true, notDocumented: false },
  });
  const problems: string[] = [];
  app.logger.log = (message, level) => {
    if (level >= LogLevel.Warn) problems.push(message);
  };
  const nodes = new Map<Reflection, ts.Node>();
  const errors = new Map<string, string[]>();
  const keep = (context: Context, reflection: Reflection) => {
    const symbol = context.getSymbolFromReflection(reflection);
    const [node] = symbol?.declarations ?? [];
    if (node) nodes.set(reflection, node);
    if (symbol && reflection.name === "OperationErrors")
      for (const each of operationErrors(context, symbol)) errors.set(...each);
  };
  app.converter.on(Converter.EVENT_CREATE_DECLARATION, keep);
  const project = await app.convert();
  if (project) app.validate(project);
  const missing = (project?.children ?? []).flatMap(({ children = [] }) => children.flatMap(undocumented));
  problems.push(...missing.map((each) => `${each} has no text`));
  if (!project || problems.length) throw new DocsError(problems.length ? problems : ["TypeDoc failed"]);
  const entries = sources.map(([from, file]) => {
    const found = project.children?.find(({ sources: of }) => of?.[0]?.fullFileName === join(root, file));
    if (!found) throw new DocsError([`TypeDoc did not read ${file}`]);
    return { from, exports: found.children ?? [] };
  });
  return { entries, nodes, errors };
}

function operationErrors({ checker }: Context, symbol: ts.Symbol): [string, string[]][] {
  const type = checker.getDeclaredTypeOfSymbol(symbol);
  return checker.getPropertiesOfType(type).map((operation) => {
    const thrown = checker.getTypeOfSymbol(operation);
    const members = thrown.isUnion() ? thrown.types : [thrown];
    return [operation.name, members.map((each) => each.aliasSymbol?.name ?? each.symbol?.name ?? "ApiError")];
  });
}

/** The exports that say nothing of themselves, and the methods and options among their members. */
function undocumented(each: DeclarationReflection): string[] {
  if (isGenerated(each) || each.name === "OperationErrors") return [];
  const demanded = (each.children ?? []).filter(
    (member) =>
      !member.inheritedFrom &&
      (/Options$|^Limits$|^RateLimit$/.test(each.name) ||
        (member.kind === ReflectionKind.Method && each.kind === ReflectionKind.Class && isOwn(member))),
  );
  const bare = [each, ...demanded].filter(
    (one) =>
      ![one, ...(one.signatures ?? [])].some(({ comment }) =>
        comment?.summary.some(({ text }) => text.trim()),
      ),
  );
  return bare.map((one) => (one === each ? each.name : `${each.name}.${one.name}`));
}

/** What is made from the description has its texts there, on the page of the models. */
const isGenerated = ({ sources = [] }: DeclarationReflection) =>
  sources.some(({ fileName }) => /generated\/|models\.ts$/.test(fileName));

/** Not what a class inherits, nor what merely makes a list a promise. */
const isOwn = ({ inheritedFrom, name }: DeclarationReflection) =>
  !inheritedFrom && !["then", "catch", "finally", "[asyncIterator]", "[toStringTag]", "name"].includes(name);

interface Sheet {
  readonly path: string;
  readonly title: string;
  readonly intro: string;
  /** Which exports stand on it, by the file that they come from. */
  readonly of: RegExp;
}

const sheet = (path: string, of: RegExp, title: string, intro = ""): Sheet => ({ path, of, title, intro });
const see = (name: string, guide: string) => `See also [${name}](../docs/${guide}.md).`;

/** The pages of the reference, in reading order. An export stands on the first one that its file fits. */
const SHEETS: readonly Sheet[] = [
  sheet("Leap0Client", /^client\.ts/, "Leap0Client"),
  sheet("sandboxes", /resources\/(sandboxes|pages)/, "client.sandboxes"),
  sheet("mounts", /resources\/mounts/, "client.mounts"),
  sheet("options", /^config\//, "Options", "The options of a client and of a single call."),
  sheet("errors", /^errors\//, "Errors", `What methods throw. ${see("Errors and retries", "guides/errors")}`),
  sheet(
    "events",
    /events\.ts/,
    "Events",
    "What `onEvent` gets. No event holds an id, a body, a header or a key.",
  ),
  sheet("redis", /redis/, "One limit for a fleet", see("Many sandboxes", "guides/many-sandboxes")),
  sheet("storage", /^storage/, "Check a storage", see("Mount a bucket", "guides/mounts")),
  sheet(
    "types",
    /^(?!emulator\/)/,
    "Other types",
    "The shapes of bodies and responses are [Models](../api/models.md).",
  ),
  sheet(
    "emulator",
    /(emulator|options|index|clock|server)\.ts/,
    "createEmulator",
    see("The emulator", "emulator"),
  ),
  sheet("emulator-faults", /emulator\/faults/, "Faults", "What `emulator.inject` takes."),
  sheet("emulator-types", /emulator\//, "Other types of the emulator", "Fixtures, limits and records."),
];

const isFirst = ({ path }: Sheet, { name }: DeclarationReflection) =>
  name.toLowerCase() === path.toLowerCase();

/** What examples need beside a running sandbox. */
const FLAGS: Readonly<Record<string, string>> = {
  start: " state=stopped",
  resume: " state=paused",
  waitFor: " state=paused",
};

/** What methods call that are no operation of their own. */
const COMPOSED: Readonly<Record<string, readonly string[]>> = {
  "sandboxes.resume": ["getSandbox"],
  "sandboxes.waitFor": ["getSandbox"],
  "mounts.list": ["getSandbox"],
  "mounts.ensure": ["getSandbox", "addSandboxMount", "updateSandboxMount"],
};

/** The reference of everything that the package exports. */
export function sdkPages({ entries, nodes, errors }: Sdk, methods: Methods["of"]): Page[] {
  const seen = new Set<string>();
  const all = entries.flatMap(({ exports }) => exports).filter((each) => !isGenerated(each));
  const sheets = SHEETS.map((sheet) => ({
    ...sheet,
    exports: all
      .filter(({ name, sources }) => {
        const file = sources?.[0]?.fileName.replace(/^(.*\/)?src\//, "") ?? "";
        const key = `${file} ${name}`;
        return sheet.of.test(file) && !seen.has(key) && seen.add(key);
      })
      .sort((one, other) => Number(isFirst(sheet, other)) - Number(isFirst(sheet, one))),
  })).filter(({ exports }) => exports.length);

  const places = new Map<string, string>(
    [...sheets]
      .reverse()
      .flatMap(({ path, exports }) => exports.map(({ name }) => [name, `${path}.md#${name}`] as const)),
  );
  for (const each of entries.flatMap(({ exports }) => exports).filter(isGenerated))
    places.set(
      each.name,
      `../api/models.md${/^(paths|operations|components|OperationId|SandboxListQuery)$/.test(each.name) ? "" : `#${each.name}`}`,
    );

  const linked = (name: string) => `[\`${name}\`](${places.get(name)})`;
  const typeOf = (each: Reflection): string => {
    const node = nodes.get(each) as { type?: ts.TypeNode; initializer?: ts.Expression } | undefined;
    const text =
      node?.type?.getText().replace(/\s+/g, " ").replace(/^\| /, "") ??
      (each as DeclarationReflection).type?.toString() ??
      "unknown";
    return text.replace(/ \| undefined$/, "");
  };
  const parts = (content: readonly CommentDisplayPart[] = []) =>
    content
      .map((part) => {
        if (part.kind !== "inline-tag") return part.text;
        const target = part.target instanceof Reflection ? part.target : undefined;
        const page = places.get(target?.parent?.name ?? "");
        if (target && page) return `[\`${part.text}\`](${page.split("#")[0]}#${target.name})`;
        return places.has(part.text) ? linked(part.text) : `\`${part.text}\``;
      })
      .join("")
      .trim();
  const tagged = (comment: Comment | undefined, tag: "@returns" | "@throws") =>
    (comment?.blockTags ?? [])
      .filter((each) => each.tag === tag)
      .map(({ content }) => `**${tag === "@throws" ? "Throws" : "Returns"}** ${parts(content)}`)
      .join("\n\n");
  const first = (each: DeclarationReflection) => {
    const text = cell(parts((each.comment ?? each.signatures?.[0]?.comment)?.summary));
    return /^.*?[.:](?=\s|$)/.exec(text)?.[0].replace(/:$/, ".") ?? text;
  };
  const code = (source: string) => `\`\`\`ts no-run\n${source}\n\`\`\``;
  const examples = (comment: Comment | undefined, flags = "") =>
    (comment?.blockTags ?? [])
      .filter(({ tag }) => tag === "@example")
      .map(({ content }) =>
        content
          .map(({ text }) => text)
          .join("")
          .replace(/^```ts\b/gm, `\`\`\`ts example${flags}`),
      );

  function callable(each: DeclarationReflection, prefix = ""): string {
    const [signature] = each.signatures ?? [];
    const node = nodes.get(each) as ts.SignatureDeclaration | undefined;
    const comment = signature?.comment ?? each.comment;
    const shown = (node?.parameters ?? []).map((parameter) => parameter.getText().replace(/\s+/g, " "));
    const list =
      shown.join(", ").length > 70 ? `\n${shown.map((one) => `  ${one},`).join("\n")}\n` : shown.join(", ");
    const returns = node?.type?.getText() ?? signature?.type?.toString();
    const described = (signature?.parameters ?? []).filter((one) => one.comment?.summary.length);
    return blocks(
      parts(comment?.summary),
      code(`${prefix}${each.name}(${list}): ${returns}`),
      described.map((one) => `- \`${one.name}\`: ${parts(one.comment?.summary)}`).join("\n"),
      tagged(comment, "@returns"),
      throws(each, comment),
      ...examples(comment, FLAGS[each.name]),
    );
  }

  /** One list: of the operation where there is one, and otherwise what the comment says. */
  function throws(each: DeclarationReflection, comment: Comment | undefined): string {
    const resource = each.parent?.name.toLowerCase() ?? "";
    const own = [...methods].find(([, of]) => of.resource === resource && of.method === each.name);
    const called = own ? [own[0]] : COMPOSED[`${resource}.${each.name}`];
    if (!called) return tagged(comment, "@throws");
    const names = new Set(called.flatMap((id) => errors.get(id) ?? []));
    const thrown = [...places.keys()]
      .filter((name) => names.has(name))
      .map(linked)
      .join(", ");
    const when = called.map((id) => `[\`${id}\`](../api/${id}.md#errors)`).join(", ");
    return `**Throws** ${thrown}. When: see ${when}. A caller's abort rejects with the signal's own reason.`;
  }

  function shape(each: DeclarationReflection): string {
    if (each.kind === ReflectionKind.TypeAlias) {
      const node = nodes.get(each) as ts.TypeAliasDeclaration | undefined;
      return code(`type ${each.name}${generics(node)} = ${node?.type.getText() ?? each.type}`);
    }
    const above = each.extendedTypes?.map(String).filter((name) => places.has(name)) ?? [];
    return above.length
      ? `Extends ${above.map(linked).join(", ")}: it has all of its properties as well.`
      : "";
  }

  function members(each: DeclarationReflection): string {
    const own = (each.children ?? []).filter(
      (one) => isOwn(one) && !one.signatures && one.kind !== ReflectionKind.Accessor,
    );
    if (!own.length) return "";
    const described = own.some(({ comment }) => comment?.summary.length);
    const rows = own.map((one) => {
      const type = typeOf(one);
      const optional = one.flags.isOptional ? "?" : "";
      const shown = places.has(type) ? linked(type) : `\`${type.replaceAll("|", "\\|")}\``;
      return `| \`${one.name}${optional}\` | ${shown} |${described ? ` ${cell(parts(one.comment?.summary))} |` : ""}`;
    });
    return `| property | type |${described ? " description |" : ""}\n|---|---|${described ? "---|" : ""}\n${rows.join("\n")}`;
  }

  function exported(each: DeclarationReflection, level: number, prefix: string): string {
    const heading = `${"#".repeat(level)} ${each.name} {#${each.name}}`;
    if (each.signatures?.[0]) return blocks(heading, callable(each));
    const callables = (each.children ?? []).filter((one) => one.kind === ReflectionKind.Method && isOwn(one));
    const made = each.children?.find(
      ({ kind, parent }) => kind === ReflectionKind.Constructor && parent?.name === "Leap0Client",
    );
    return blocks(
      heading,
      parts(each.comment?.summary),
      tagged(each.comment, "@throws"),
      shape(each),
      made ? code(`new ${each.name}(options?: ClientOptions)`) : "",
      ...examples(each.comment, FLAGS[each.name]),
      members(each),
      ...callables.map((one) =>
        blocks(
          `${"#".repeat(level + 1)} ${one.name} {#${level === 1 || prefix ? "" : `${each.name}.`}${one.name}}`,
          callable(one, prefix),
        ),
      ),
    );
  }

  const pages = sheets.map(({ path, title, intro, exports }): Page => {
    const emulator = path.startsWith("emulator");
    const alone = !intro;
    const prefix = (at: number) => (alone && at === 0 && title.startsWith("client.") ? `${title}.` : "");
    const texts = exports.map((each, at) => exported(each, alone && at === 0 ? 1 : 2, prefix(at)));
    const named = alone
      ? [texts[0]?.replace(/^# .*$/m, `# ${title} {#${exports[0]?.name}}`) ?? "", ...texts.slice(1)]
      : [`# ${title}`, intro, ...texts];
    return {
      path: `sdk/${path}`,
      source: `sdk/${path}.md`,
      title,
      summary: plain((exports[0] && alone && first(exports[0])) || intro),
      section: emulator ? "Emulator" : "SDK",
      group: emulator ? "Reference" : alone ? "Client" : "More",
      markdown: blocks(...named),
    };
  });
  const tables = sheets.map(({ title, path, exports }) => {
    const rows = exports.map((each) => `| [\`${each.name}\`](${path}.md#${each.name}) | ${first(each)} |`);
    return `## [${title}](${path}.md)\n\n| export | description |\n|---|---|\n${rows.join("\n")}`;
  });
  const overview: Page = {
    path: "sdk/index",
    source: "sdk/index.md",
    title: "SDK reference",
    summary: "Everything that the package exports.",
    section: "SDK",
    group: "",
    markdown: blocks(
      "# SDK reference",
      `Everything that ${entries.map(({ from }) => `\`${from}\``).join(", ")} export. The shapes of bodies and responses are on the page [Models](../api/models.md).`,
      ...tables,
    ),
  };
  return [overview, ...pages];
}

const generics = (node: ts.TypeAliasDeclaration | undefined) =>
  node?.typeParameters ? `<${node.typeParameters.map((each) => each.getText()).join(", ")}>` : "";
