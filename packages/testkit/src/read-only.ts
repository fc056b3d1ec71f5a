import { execFileSync, spawnSync } from "node:child_process";
import { chmodSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { onPath, type Tool } from "./machine.ts";

const isRoot = process.geteuid?.() === 0;

/** What takes a folder away from its writers: permissions don't bind root, to whom it is mounted read-only. */
export const findReadOnly = (): Tool => {
  const name = "mount";
  if (!isRoot) return onPath("chmod", ["chmod"]);
  if (spawnSync("unshare", ["--mount", "true"]).status === 0) return onPath(name, ["mount"]);
  return { name, path: null, reason: "this root may not mount" };
};

/** Has nothing new written in a folder, though what is open stays open, until the answered function is called. */
export function makeReadOnly(folder: string): () => void {
  if (!isRoot) {
    setModes(folder, { folders: 0o500, files: 0o400 });
    return () => setModes(folder, { folders: 0o700, files: 0o600 });
  }
  execFileSync("mount", ["--bind", folder, folder]);
  execFileSync("mount", ["-o", "remount,bind,ro", folder]);
  return () => void execFileSync("umount", ["--lazy", folder]);
}

function setModes(folder: string, modes: { folders: number; files: number }): void {
  chmodSync(folder, 0o700);
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) setModes(path, modes);
    else if (entry.isFile()) chmodSync(path, modes.files);
  }
  chmodSync(folder, modes.folders);
}
