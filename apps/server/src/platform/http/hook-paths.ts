/**
 * Hooks are served apart: what a hook prints reaches the model, so every reply is empty, errors too; they are
 * large, and never rate-limited.
 */
const prefix = "/hooks/";

export const hookBodyLimit = 16 * 1024 * 1024;

export const isHookPath = (url: string): boolean => url.startsWith(prefix) || url === "/hooks";
