import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { command, out, type Result, type Row, titleOf } from "./matrix.ts";
import { mount, startServer, UNKNOWN_STATE } from "./scenario.ts";

/** The parts of a Postman collection that are used here. */
interface Item {
  readonly name: string;
  readonly item?: readonly Item[];
  readonly request?: {
    readonly url: {
      readonly variable?: { key: string; value: string }[];
      query?: { key: string; value: string; disabled?: boolean }[];
    };
    readonly body?: { raw: string };
  };
}

const line =
  "openapi2postmanv2 --spec out/openapi.json --output out/postman.json --options folderStrategy=Tags,parametersResolution=Example";

/** The collection made by openapi-to-postmanv2: its own requests, in the scenario's order, run by newman. */
export async function tryPostman(): Promise<Row> {
  const { code, stdout, stderr } = await command(line);
  return {
    name: "openapi-to-postmanv2",
    title: titleOf("openapi-to-postmanv2"),
    command: line,
    faults: ["Ids have to be put in by hand: links are not read."],
    results: {
      accepts: code === 0 ? "ok" : { problem: `${stdout}${stderr}` },
      compiles: undefined,
      works: code === 0 ? await runCollection() : undefined,
      rejects: undefined,
    },
  };
}

/** Name of the request, its body or query, and what its response has to be. */
const steps: readonly [name: string, check: string, body?: object][] = [
  [
    "Create a sandbox",
    "pm.response.to.have.status(201); pm.collectionVariables.set('sandboxID', json.id)",
    { template_name: "system/debian:bookworm" },
  ],
  ["Add a mount", "pm.response.to.have.status(201); pm.collectionVariables.set('mountID', json.id)", mount],
  ["Update a mount", "pm.expect(json.prefix || '').to.equal('')", { prefix: "" }],
  ["List sandboxes", "pm.expect(json.total_items).to.equal(1)"],
  ["Pause a sandbox", "pm.response.to.have.status(201)"],
  ["Read a sandbox", `pm.expect(json.state).to.equal('${UNKNOWN_STATE}')`],
  ["Delete a mount", "pm.response.to.have.status(204)"],
  ["Delete a sandbox", "pm.response.to.have.status(204)"],
];

async function runCollection(): Promise<Result> {
  const collection = JSON.parse(await readFile(join(out, "postman.json"), "utf8")) as { item: Item[] };
  const requests = flat(collection.item);
  const item = steps.map(([name, check, body]) => {
    const found = structuredClone(requests.find((request) => request.name === name));
    if (!found?.request) throw new Error(`the collection has no "${name}"`);
    const { url } = found.request;
    for (const variable of url.variable ?? []) variable.value = `{{${variable.key}}}`;
    url.query = url.query?.filter(({ key }) => key === "page-size") ?? [];
    if (body && found.request.body) found.request.body.raw = JSON.stringify(body);
    const exec = [
      "const json = pm.response.text() ? pm.response.json() : {};",
      `pm.test("${name}", () => { ${check}; });`,
    ];
    return { ...found, event: [{ listen: "test", script: { exec } }] };
  });
  await writeFile(join(out, "scenario.json"), JSON.stringify({ ...collection, item }));
  const { url, apiKey, targets, close } = await startServer();
  const variables = `--env-var baseUrl=${url} --env-var bearerToken=${apiKey}`;
  const { code, stdout } = await command(`newman run out/scenario.json --color off ${variables}`);
  close();
  if (code !== 0) return { problem: stdout };
  const listed = targets.some((target) => /^GET \/v1\/sandboxes\?page-size=/.test(target));
  return listed ? "ok" : { problem: `sent ${targets.join(", ")}` };
}

const flat = (items: readonly Item[]): Item[] =>
  items.flatMap((item) => (item.item ? flat(item.item) : [item]));
