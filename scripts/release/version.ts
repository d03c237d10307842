// Part of `npm run release:version`: `changeset version` has raised the version in package.json and nowhere else.
import { fileURLToPath } from "node:url";
import { spreadVersion, versionIn } from "./versions.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const changed = await spreadVersion(root);
console.log(`${await versionIn(root)}: ${changed.join(", ") || "stood everywhere already"}`);
