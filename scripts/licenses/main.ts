import { writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { fileIn, licenses } from "./licenses.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
await writeFile(fileIn(root), await licenses(root));
