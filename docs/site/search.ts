import type { Entry } from "../../scripts/docs/search.ts";
import { createFind } from "./find.ts";

// Loaded when a reader first goes to the search: makes it from the site's index, which was loaded before.
const page = window as unknown as { leap0Search: readonly Entry[]; leap0Find: unknown };
page.leap0Find = createFind(page.leap0Search);
