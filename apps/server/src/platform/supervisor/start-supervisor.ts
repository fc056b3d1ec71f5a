import { spawn } from "node:child_process";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { files, type Spec } from "./spec.ts";

const program = join(import.meta.dirname, "supervisor.ts");

/**
 * Starts the supervisor of an attempt, in a process group of its own, and answers its number. `folder` is made, for its
 * owner alone. Rejects where the disk, or the system, does not let it.
 */
export async function startSupervisor(
  folder: string,
  spec: Spec,
  { deadline }: { deadline: Date },
): Promise<number> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await writeFile(join(folder, files.deadline), String(deadline.getTime()), { mode: 0o600 });
  await writeFile(join(folder, files.spec), JSON.stringify(spec), { mode: 0o600 });
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
