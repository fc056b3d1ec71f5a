import { plainPath } from "./plain-path.ts";

/**
 * Hooks are served apart: what a hook prints reaches the model, so every reply is empty, errors too; they are
 * large, and never rate-limited.
 */
const prefix = "/hooks/";

export const hookBodyLimit = 16 * 1024 * 1024;

/** Whether a request target is a hook's. */
export const isHookPath = (target: string): boolean => {
  const path = plainPath(target);
  return path.startsWith(prefix) || /^\/hooks(?:$|\?)/.test(path);
};
