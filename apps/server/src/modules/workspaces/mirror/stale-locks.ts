import { readdir, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { systemClock } from "../../../kernel/clock.ts";

/** No git holds one of these for longer; one that works in a checkout may for a moment. */
const staleMs = 5_000;
const looksEveryMs = 250;

/**
 * Removes locks that a git left which was killed: no other fetch is under way. Those of branches are not looked at, since
 * who works in checkouts holds theirs.
 */
export async function removeStaleLocks(mirror: string): Promise<void> {
  const paths = ["packed-refs.lock", "shallow.lock", "config.lock", "HEAD.lock"].map((name) =>
    join(mirror, name),
  );
  for (const folder of ["refs/remotes", "refs/tags"]) {
    const names = await readdir(join(mirror, folder), { recursive: true }).catch(() => []);
    paths.push(...names.filter((name) => name.endsWith(".lock")).map((name) => join(mirror, folder, name)));
  }
  for (const path of paths) await removeOnceStale(path);
}

async function removeOnceStale(path: string): Promise<void> {
  for (;;) {
    const found = await stat(path).catch(() => null);
    if (found === null) return;
    // Also where the clock was set back.
    if (Math.abs(systemClock.now().getTime() - found.mtimeMs) > staleMs) return rm(path, { force: true });
    await delay(looksEveryMs);
  }
}
