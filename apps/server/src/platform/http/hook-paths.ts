/**
 * Hooks are served apart: what a hook prints reaches the model, so every reply is empty, errors too; they are
 * large, and never rate-limited.
 */
const prefix = "/hooks/";

export const hookBodyLimit = 16 * 1024 * 1024;

/** The path of a request target, in whichever form it was written: absolute, or with escapes. */
export const plainPath = (target: string): string =>
  target.replace(/^[a-z]+:\/\/[^/]*/i, "").replace(/%[0-7][0-9a-f]/gi, decodeURIComponent);

/** Whether a request target is a hook's. */
export const isHookPath = (target: string): boolean => {
  const path = plainPath(target);
  return path.startsWith(prefix) || /^\/hooks(?:$|\?)/.test(path);
};
