import { mkdir, readdir, rename, rm, rmdir, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";

const POLL_MS = 200;
/** How long a lock may stand between being made and being signed by its owner. */
const UNSIGNED_MS = 10_000;

/**
 * Runs `work` while no other process prepares this checkout. The lock is a folder with one file in it, named
 * after its owner's process; that of a dead owner is taken over by renaming the file, which only one can do.
 */
export async function withLock(root, work) {
  const folder = join(root, ".tmp", "setup.lock");
  const signature = join(folder, String(process.pid));
  await mkdir(join(root, ".tmp"), { recursive: true });
  while (!(await acquire(folder, signature))) await delay(POLL_MS);
  try {
    return await work();
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function acquire(folder, signature) {
  if (await succeeds(mkdir(folder), "EEXIST")) return succeeds(writeFile(signature, ""), "ENOENT");
  const owner = await ownerOf(folder);
  if (owner === undefined) {
    if (await isOlderThan(folder, UNSIGNED_MS)) await succeeds(rmdir(folder), "ENOENT", "ENOTEMPTY");
    return false;
  }
  return isDead(Number(owner)) && succeeds(rename(join(folder, owner), signature), "ENOENT");
}

async function ownerOf(folder) {
  try {
    return (await readdir(folder))[0];
  } catch (error) {
    if (error.code === "ENOENT") return undefined;
    throw error;
  }
}

async function isOlderThan(folder, ms) {
  try {
    return Date.now() - (await stat(folder)).mtimeMs > ms;
  } catch (error) {
    if (error.code === "ENOENT") return false;
    throw error;
  }
}

function isDead(pid) {
  try {
    process.kill(pid, 0);
    return false;
  } catch (error) {
    return error.code === "ESRCH";
  }
}

/** Whether the operation went through; the codes given are ordinary refusals. */
async function succeeds(operation, ...refusals) {
  try {
    await operation;
    return true;
  } catch (error) {
    if (refusals.includes(error.code)) return false;
    throw error;
  }
}
