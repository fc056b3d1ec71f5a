import { readlink } from "node:fs/promises";
import { dirname, isAbsolute, join, resolve, sep } from "node:path";
import { hookErrors } from "../hooks.errors.ts";
import { codeOf, withFaultsOf } from "./file-faults.ts";

/** As many as Linux follows. */
const mostLinks = 40;

/**
 * The path behind every symlink, of folders too, which need not exist. It goes from folder to folder as the
 * kernel does: a relative link and a ".." start where the folder really is, which its name does not tell.
 */
export async function realPathOf(path: string): Promise<string> {
  const names = namesIn(resolve(path)).reverse();
  let links = 0;
  let real: string = sep;
  for (let name = names.pop(); name !== undefined; name = names.pop()) {
    const next = name === ".." ? dirname(real) : join(real, name);
    const target = await withFaultsOf(next, () => linkAt(next));
    if (target === null) {
      real = next;
      continue;
    }
    links += 1;
    if (links > mostLinks) throw hookErrors.unexpected(path, "the file", "is a circle of symlinks");
    names.push(...namesIn(target).reverse());
    if (isAbsolute(target)) real = sep;
  }
  return real;
}

const namesIn = (path: string): string[] => path.split(sep).filter((name) => name !== "" && name !== ".");

/** Where a symlink leads; null for anything else, and for nothing. */
async function linkAt(path: string): Promise<string | null> {
  try {
    return await readlink(path);
  } catch (error) {
    if (["EINVAL", "ENOENT"].includes(codeOf(error) ?? "")) return null;
    throw error;
  }
}
