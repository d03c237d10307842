// The part of Redocly's plugin interface that the rules here use. The program publishes no types.

export interface Location {
  readonly source: { readonly absoluteRef: string };
  readonly absolutePointer: string;
  child(keys: string | readonly (string | number)[]): Location;
  key(): Location;
}

export interface Problem {
  readonly message: string;
  readonly location?: Location;
  /** What led there, when the problem stands in a file that others refer to. */
  readonly from?: Location;
}

export interface Context {
  readonly location: Location;
  readonly key: string | number;
  report(problem: Problem): void;
  /** What a `$ref` points to; anything else is given back. `from` is the file that the reference stands in. */
  resolve(node: unknown, from?: string): { readonly node: unknown; readonly location?: Location };
}

export interface Schema {
  readonly [keyword: string]: unknown;
}
