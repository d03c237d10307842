// A name that is not a literal: the program gets the installed package, and the compiler the sources' types.
const name: string = "leap0-fetch";

export const { Leap0Client } = (await import(name)) as typeof import("../../src/index.ts");
