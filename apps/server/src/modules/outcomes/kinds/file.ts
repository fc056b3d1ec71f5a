import { lstat, mkdir, realpath } from "node:fs/promises";
import { dirname, join, relative, sep } from "node:path";
import { replaceFile } from "../../../platform/files/replace-file.ts";
import type { Carry } from "../carrying-out/case.ts";
import { outcomeErrors } from "../outcomes.errors.ts";

/** Writes a file where the execution worked. */
export const file: Carry<"file"> = async (outcome, { execution, say }) => {
  const { cwd } = execution;
  if (cwd === null) throw outcomeErrors.noFolder();
  await writeInside(cwd, await say(outcome.path), `${await say(outcome.content)}\n`);
  return {};
};

/**
 * Writes a file below a folder, with the folders on its way. What leads out of it is refused, by its name or by links.
 * @throws AppError `outcomes.outside`, `outcomes.no_folder`
 */
export async function writeInside(folder: string, path: string, content: string): Promise<void> {
  const parts = path.split("/");
  const isPlain = parts.every((part) => part !== "" && part !== "." && part !== ".." && !/[\\\0]/.test(part));
  // What git runs lies there.
  if (!isPlain || parts.some((part) => part.toLowerCase() === ".git")) throw outcomeErrors.outside(path);
  const root = await realpath(folder).catch(() => {
    throw outcomeErrors.noFolder();
  });
  const target = join(root, ...parts);
  let there = root;
  for (const part of parts.slice(0, -1)) {
    there = join(there, part);
    await mkdir(there).catch(unlessThere);
    if (!isBelow(root, await realpath(there))) throw outcomeErrors.outside(path);
  }
  const found = await lstat(target).catch(() => null);
  if (found !== null && !found.isFile()) throw outcomeErrors.outside(path);
  if (!isBelow(root, join(await realpath(dirname(target)), parts.at(-1) ?? "")))
    throw outcomeErrors.outside(path);
  await replaceFile(target, content, { mode: 0o644 });
}

function isBelow(root: string, path: string): boolean {
  const way = relative(root, path);
  return way !== "" && way !== ".." && !way.startsWith(`..${sep}`);
}

function unlessThere(error: unknown): void {
  if (!(error instanceof Error && "code" in error && error.code === "EEXIST")) throw error;
}
