import { cells } from "./cells.ts";
import { leap0 } from "./leap0.ts";
import { runAll } from "./run-all.ts";

// A program that pauses a sandbox through every fault, says so, and has nothing else to do.
const pauses = cells.filter(({ subject }) => subject.id === "pauseSandbox");

void runAll(leap0, pauses).then(() => console.log("done"));
