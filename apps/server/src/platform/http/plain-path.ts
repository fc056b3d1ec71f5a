/** The path of a request target, in whichever form it was written: absolute, or with escapes. */
export const plainPath = (target: string): string =>
  target.replace(/^[a-z]+:\/\/[^/]*/i, "").replace(/%[0-7][0-9a-f]/gi, decodeURIComponent);
