import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { z } from "zod";

const Running = z.object({
  pid: z.number().int().positive(),
  port: z.number().int(),
  url: z.string(),
  version: z.string(),
});
export type Running = z.infer<typeof Running>;

/** `run.json`: how other programs of the operator find the running server. Replaced atomically, 0600. */
export function runFile(home: string) {
  const path = join(home, "run.json");
  let written: Running | undefined;
  return {
    write(running: Running): void {
      mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
      const draft = `${path}.${running.pid}`;
      writeFileSync(draft, `${JSON.stringify(running)}\n`, { mode: 0o600 });
      try {
        renameSync(draft, path);
      } catch (error) {
        rmSync(draft);
        throw error;
      }
      written = running;
    },
    /** The server that wrote it, while its process lives; a killed one leaves its file behind. */
    read(): Running | null {
      const running = parse(path);
      return running !== null && isAlive(running.pid) ? running : null;
    },
    /** Takes away what `write` wrote. Where the folder was deleted meanwhile, another server may stand there now. */
    remove(): void {
      if (isDeepStrictEqual(parse(path), written)) rmSync(path, { force: true });
    },
  };
}

function parse(path: string): Running | null {
  try {
    return Running.parse(JSON.parse(readFileSync(path, "utf8")));
  } catch {
    // Missing, or half a file: nothing is known then.
    return null;
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}
