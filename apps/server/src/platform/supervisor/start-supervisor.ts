import { spawn } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { files, type Spec } from "./spec.ts";

const program = join(import.meta.dirname, "supervisor.ts");

/**
 * Starts the supervisor of an attempt, in a process group of its own, and answers its number. `folder` is made, for its
 * owner alone.
 */
export function startSupervisor(
  folder: string,
  spec: Spec,
  { deadline }: { deadline: Date },
): Promise<number> {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  writeFileSync(join(folder, files.deadline), String(deadline.getTime()), { mode: 0o600 });
  writeFileSync(join(folder, files.spec), JSON.stringify(spec), { mode: 0o600 });
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [program, folder], { detached: true, stdio: "ignore", env: {} });
    child.once("error", reject);
    child.once("spawn", () => {
      child.unref();
      if (child.pid === undefined) reject(new Error("the supervisor has no process number"));
      else resolve(child.pid);
    });
  });
}
