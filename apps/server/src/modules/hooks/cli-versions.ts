import { stat } from "node:fs/promises";
import type { HookStatus } from "@signalbox/contract/hooks";
import type { Programs } from "./ports.ts";

/** Finds CLIs on the path, each with its version. */
export type FindCli = (name: string) => Promise<HookStatus["cli"]>;

/** Some CLIs take seconds to say their version: each is asked once, until its file is another one. */
export function createCliVersions(programs: Programs): FindCli {
  const known = new Map<string, { file: string; version: string | null }>();
  return async (name) => {
    const path = await programs.find(name);
    if (path === null) return null;
    // Packages are unpacked with times of their own; when the file came here, its inode tells.
    const { ino, ctimeMs, size } = await stat(path);
    const file = [path, ino, ctimeMs, size].join(" ");
    const before = known.get(name);
    if (before?.file === file) return { path, version: before.version };
    const { stdout } = await programs.run(path, ["--version"]);
    const version = /\d+\.\d+\.\d+[\w.-]*/.exec(stdout)?.[0] ?? null;
    if (version !== null) known.set(name, { file, version });
    return { path, version };
  };
}
