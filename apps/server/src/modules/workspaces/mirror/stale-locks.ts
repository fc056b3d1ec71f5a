import { readdir, rm } from "node:fs/promises";
import { join } from "node:path";

/**
 * Locks that a git left which was killed: no other fetch is under way, so nobody holds them. Those of branches are not
 * looked at, since checkouts that work hold theirs.
 */
export async function removeStaleLocks(mirror: string): Promise<void> {
  for (const name of ["packed-refs.lock", "shallow.lock", "config.lock", "HEAD.lock"])
    await rm(join(mirror, name), { force: true });
  for (const folder of ["refs/remotes", "refs/tags"]) {
    const names = await readdir(join(mirror, folder), { recursive: true }).catch(() => []);
    for (const name of names)
      if (name.endsWith(".lock")) await rm(join(mirror, folder, name), { force: true });
  }
}
