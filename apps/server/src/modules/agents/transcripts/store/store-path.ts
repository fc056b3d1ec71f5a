import { isAbsolute } from "node:path";

/** Where a session's words are in a store of many. */
export interface InStore {
  file: string;
  sessionId: string;
}

/** The path of a session in a store: the store's, with the session's id behind a `#`. */
export const storePath = ({ file, sessionId }: InStore): string => `${file}#${sessionId}`;

/** The store and the session that a path names; null where it names none. */
export function inStore(path: string): InStore | null {
  const at = path.lastIndexOf("#");
  const [file, sessionId] = [path.slice(0, Math.max(0, at)), path.slice(at + 1)];
  return isAbsolute(file) && file.endsWith(".db") && sessionId !== "" ? { file, sessionId } : null;
}
