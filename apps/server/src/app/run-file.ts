import { mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

export interface Running {
  pid: number;
  port: number;
  url: string;
  version: string;
}

/** `run.json`: how other programs of the operator find the running server. Replaced atomically, 0600. */
export function runFile(home: string) {
  const path = join(home, "run.json");
  return {
    write(running: Running): void {
      mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
      const draft = `${path}.${running.pid}`;
      writeFileSync(draft, `${JSON.stringify(running)}\n`, { mode: 0o600 });
      renameSync(draft, path);
    },
    remove: () => rmSync(path, { force: true }),
  };
}
