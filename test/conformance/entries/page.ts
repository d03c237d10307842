// For a browser: the suite as a function that the page offers.
import { run } from "../suite.ts";

Object.assign(globalThis, { conformance: run });
