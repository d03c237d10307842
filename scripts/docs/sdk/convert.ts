import { join } from "node:path";
import { Application, ConsoleLogger, type DeclarationReflection, LogLevel, OptionDefaults } from "typedoc";
import { DocsError } from "../page.ts";

export interface Entry {
  /** What is imported: `leap0-fetch`, or `leap0-fetch/emulator`. */
  readonly from: string;
  readonly exports: readonly DeclarationReflection[];
}

const ENTRIES = { "leap0-fetch": "src/index.ts", "leap0-fetch/emulator": "src/emulator/index.ts" };

class Collector extends ConsoleLogger {
  readonly warnings: string[] = [];

  override log(message: string, level: LogLevel): void {
    if (level >= LogLevel.Warn) this.warnings.push(message);
  }
}

/** Everything that the package exports, with its texts. A warning of TypeDoc is a problem. */
export async function convert(root: string): Promise<Entry[]> {
  const app = await Application.bootstrap({
    entryPoints: Object.values(ENTRIES).map((file) => join(root, file)),
    tsconfig: join(root, "scripts/docs/sdk/tsconfig.json"),
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
  const logger = new Collector();
  app.logger = logger;
  const project = await app.convert();
  if (project) app.validate(project);
  if (!project || logger.warnings.length)
    throw new DocsError(logger.warnings.length ? logger.warnings : ["TypeDoc failed"]);
  return Object.entries(ENTRIES).map(([from, file]) => {
    const found = project.children?.find(({ sources }) => sources?.[0]?.fullFileName === join(root, file));
    if (!found) throw new DocsError([`TypeDoc did not read ${file}`]);
    return { from, exports: found.children ?? [] };
  });
}
