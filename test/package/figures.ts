/**
 * The most that may be shipped: what it is now and a little more. A change that needs more says so by raising the
 * figure here, where a reviewer sees it.
 */
export const most = {
  /** `new Leap0Client()` in a web page: bytes after minify and gzip, openapi-fetch included. */
  clientGzipBytes: 12_000,
  /** One error class on its own, bytes after minify and gzip. */
  errorGzipBytes: 320,
  /** Packages that `npm install leap0-fetch` puts into node_modules, itself included. */
  installedPackages: 3,
  /** The tarball, unpacked. */
  unpackedBytes: 1_480_000,
};
