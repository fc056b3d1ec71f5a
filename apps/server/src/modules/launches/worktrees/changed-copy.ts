import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { lstat } from "node:fs/promises";
import { dirname, join } from "node:path";
import { pipeline } from "node:stream/promises";
import { type GitOptions, git } from "../../../platform/git/git.ts";
import { includedFiles, liesIn } from "./copy-included.ts";

/** The first file that a worktree got a copy of and that is another one there now; null where all are as they were. */
export async function changedCopy(
  { repository, path }: { repository: string; path: string },
  options: GitOptions,
): Promise<string | null> {
  for (const name of await includedFiles(repository, options)) {
    const copy = join(path, name);
    // Neither what lies elsewhere nor what the branch itself has is a copy of ours.
    if (!(await liesIn(path, dirname(copy))) || (await isSame(join(repository, name), copy))) continue;
    const tracked = ["ls-files", "--error-unmatch", "--", `:(literal)${name}`];
    if (!(await git(path, tracked, options)).ok) return name;
  }
  return null;
}

/** A copy that is gone has nothing to lose. */
async function isSame(original: string, copy: string): Promise<boolean> {
  const there = await lstat(copy).catch(() => null);
  if (there === null) return true;
  const before = await lstat(original).catch(() => null);
  if (before === null || !there.isFile() || there.size !== before.size) return false;
  return (await hashOf(original)) === (await hashOf(copy));
}

/** By stream: it may be longer than memory should hold. */
async function hashOf(file: string): Promise<string> {
  const hash = createHash("sha256");
  await pipeline(createReadStream(file), hash);
  return hash.digest("hex");
}
