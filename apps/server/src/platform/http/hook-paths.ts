/**
 * Hooks are served apart: what a hook prints reaches the model, so every reply is empty, errors too; they are
 * large, and never rate-limited.
 */
const prefix = "/hooks/";

export const hookBodyLimit = 16 * 1024 * 1024;

/** Whether a request target is a hook's, in whichever form it was written: absolute, or with escapes. */
export const isHookPath = (target: string): boolean => {
  const path = target.replace(/^[a-z]+:\/\/[^/]*/i, "").replace(/%[0-7][0-9a-f]/gi, decodeURIComponent);
  return path.startsWith(prefix) || /^\/hooks(?:$|\?)/.test(path);
};
