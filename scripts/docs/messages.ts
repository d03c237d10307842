import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";

/** What to do about a message, by a word in it; otherwise by its class. */
const ADVICE: readonly (readonly [RegExp, string])[] = [
  [/^headers/, "Check `headers`: the key is sent by `apiKey`, and no value has a line break."],
  [/authHeader/, '`"authorization"` or `"leap0-authorization"`.'],
  [/is not an option/, "Correct the name of the option."],
  [/no API key/, "Set `LEAP0_API_KEY`, or pass `apiKey`."],
  [/apiKey/, "Look for a line break or a space at the end of the key."],
  [/web page/, "[Browsers](runtimes.md#browsers)."],
  [
    /sandboxDomain/,
    "Set `sandboxDomain` or `LEAP0_SANDBOX_DOMAIN` to the domain below which the sandbox hosts are.",
  ],
  [/baseUrl/, "The origin alone, such as `https://api.leap0.dev`: no path `/v1`, no password."],
  [/redirect/, "Check `baseUrl`: the API does not redirect. Redirects are never followed."],
  [/totalTimeoutMs|total limit/, "Raise `totalTimeoutMs`, or check why it takes so long: `onEvent` tells."],
  [/timeoutMs/, "[Time limits](errors.md#time-limits-and-how-to-cancel)."],
  [/no response/, "[Connections](#connections)."],
  [
    /without the JSON|body was/,
    "Something between you and the API changed the response, or a custom `fetch` used it up.",
  ],
  [/id, not|must be an id|hyphens/, "Check where the id comes from. It is invalid, so nothing was sent."],
  [/sandbox is stopped/, "`client.sandboxes.start` starts it; `resume` is for paused ones."],
  [/sandbox (is|stays)|wait for one/, "[Pause, wake, stop](lifecycle.md)."],
  [/rate limiter|rateLimit/, "[Many sandboxes](many-sandboxes.md)."],
];

const BY_CLASS: Readonly<Record<string, string>> = {
  InvalidRequestError: "Correct the option or argument that it names. Nothing was sent.",
  TypeError: "Correct the option that it names.",
  RangeError: "Correct the option that it names.",
  FlagError: "`npx leap0-emulator --help` lists the flags.",
  UnexpectedResponseError: "Check `baseUrl`, and what stands between you and the API.",
  StorageCheckError: "Correct the field that it names.",
};

interface Message {
  readonly area: "client" | "emulator";
  /** The class of the error. */
  readonly of: string;
  readonly text: string;
}

/**
 * Every message that the package itself can give, read off its sources: the texts that its errors are made with, also by
 * functions that make them of a text. `…` stands for what is only known at run time.
 */
export function messages(root: string): string {
  const files = readdirSync(join(root, "src"), { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".ts") && !name.startsWith("generated"))
    .sort()
    .map((name) => {
      const text = readFileSync(join(root, "src", name), "utf8");
      return { name, source: ts.createSourceFile(name, text, ts.ScriptTarget.Latest, true) };
    });
  const found = new Map<string, Message>();
  const add = (file: string, of: string, node: ts.Expression) => {
    const area = file.startsWith("emulator") ? "emulator" : "client";
    for (const text of texts(node)) found.set(`${area}|${of}|${text}`, { area, of, text });
  };
  /** Functions that make an error of one of their parameters: by name, the class and which one. */
  const makers = new Map<string, { readonly of: string; readonly at: number }>();
  for (const { name, source } of files)
    visit(source, (node) => {
      if (!ts.isNewExpression(node)) return;
      const of = node.expression.getText();
      const [text] = node.arguments ?? [];
      if (!/Error$/.test(of) || /^(Time[Ll]imit)?Error$/.test(of) || !text) return;
      add(name, of, text);
      const maker = parameterOf(text);
      if (maker && !makers.has(maker.name)) makers.set(maker.name, { of, at: maker.index });
    });
  for (const { name, source } of files)
    visit(source, (node) => {
      const maker = ts.isCallExpression(node) && makers.get(node.expression.getText());
      const text = maker && node.arguments[maker.at];
      if (text) add(name, maker.of, text);
    });
  const all = [...found.keys()].sort().map((key) => found.get(key) as Message);
  // What is one word is a name that stands in another message.
  const said = all.filter(({ text }) => /[a-z]{2,}\W.*[a-z]{2,}/i.test(text));
  const table = (title: string, area: Message["area"]) =>
    [
      `### ${title}\n\n| message | error | what to do |\n|---|---|---|`,
      ...said.filter((each) => each.area === area).map(row),
    ].join("\n");
  return `${table("Of the client", "client")}\n\n${table("Of the emulator", "emulator")}`;
}

function row({ of, text }: Message): string {
  const [, advice] = ADVICE.find(([word]) => word.test(text)) ?? [];
  const shown = text.replaceAll("|", "\\|").replace(/[<`]/g, "'");
  return `| ${shown} | \`${of}\` | ${advice ?? BY_CLASS[of] ?? "[Errors and retries](errors.md)."} |`;
}

function visit(node: ts.Node, see: (node: ts.Node) => void): void {
  see(node);
  ts.forEachChild(node, (child) => visit(child, see));
}

/** The texts that an expression can be. */
function texts(node: ts.Expression): string[] {
  if (ts.isStringLiteralLike(node)) return [node.text];
  if (ts.isConditionalExpression(node)) return [...texts(node.whenTrue), ...texts(node.whenFalse)];
  if (ts.isParenthesizedExpression(node)) return texts(node.expression);
  if (ts.isTemplateExpression(node))
    return [
      node.head.text +
        node.templateSpans
          .map(({ literal }) => `…${literal.text}`)
          .join("")
          .replace(/…+/g, "…"),
    ];
  return [];
}

/** Which parameter of which function an expression is. */
function parameterOf(node: ts.Expression): { readonly name: string; readonly index: number } | undefined {
  const names = ts.isTemplateExpression(node)
    ? node.templateSpans.map(({ expression }) => expression.getText())
    : [node.getText()];
  let scope: ts.Node = node;
  while (scope.parent && !ts.isFunctionLike(scope)) scope = scope.parent;
  if (!ts.isFunctionLike(scope)) return undefined;
  const index = scope.parameters.findIndex((each) => names.includes(each.name.getText()));
  const name = (
    scope.name ?? (ts.isVariableDeclaration(scope.parent) ? scope.parent.name : undefined)
  )?.getText();
  return name && index >= 0 ? { name, index } : undefined;
}
