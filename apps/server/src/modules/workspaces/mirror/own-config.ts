import { lstat, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { replaceFile } from "../../../platform/files/replace-file.ts";

/**
 * What a configuration says lets git run programs, and whoever works in a checkout may change that one. So it is ours:
 * a copy lies beside, out of git's sight, and is put back before each act.
 */
export async function putBackConfig(gitFolder: string): Promise<void> {
  const config = join(gitFolder, "config");
  const kept = await readFile(keptConfig(gitFolder), "utf8");
  const isFile = await lstat(config).then(
    (found) => found.isFile(),
    () => false,
  );
  const now = isFile ? await readFile(config, "utf8").catch(() => null) : null;
  if (now !== kept) {
    if (!isFile) await rm(config, { recursive: true, force: true });
    await replaceFile(config, kept, { mode: 0o600 });
  }
  await rm(join(gitFolder, "config.worktree"), { force: true });
}

/** Writes down what the configuration is to be, once: as git has just made it, with what we add. */
export async function keepConfig(gitFolder: string, url: string): Promise<void> {
  const kept = keptConfig(gitFolder);
  const isKept = await lstat(kept).then(
    () => true,
    () => false,
  );
  if (isKept) return;
  const made = await readFile(join(gitFolder, "config"), "utf8");
  await replaceFile(kept, `${made.trimEnd()}\n${ours(url)}`, { mode: 0o600 });
}

export const keptConfig = (gitFolder: string): string => `${gitFolder.replace(/\/\.git$/, "")}.config`;

const ours = (url: string): string => `[gc]
	auto = 0
[maintenance]
	auto = false
[uploadpack]
	allowAnySHA1InWant = true
[remote "origin"]
	url = "${url.replace(/["\\]/g, "\\$&")}"
	fetch = +refs/heads/*:refs/remotes/origin/*
`;
