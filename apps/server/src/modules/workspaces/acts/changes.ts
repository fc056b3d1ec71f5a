import { copyFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { newId } from "../../../kernel/ids.ts";
import { redactText } from "../../../kernel/redact.ts";
import { checkoutGit } from "../checkout/checkout-git.ts";
import { addAll, must, type Opened, workOf } from "./opened.ts";

export interface ChangedFile {
  path: string;
  /** Null of one that is no text. */
  added: number | null;
  removed: number | null;
}

/** What an execution did to its checkout, committed or not. */
export interface Changes {
  /** That was checked out. */
  start: string;
  /** Where its work stands. */
  commit: string;
  branch: string;
  /** Commits since the start. */
  ahead: number;
  /** Not committed. */
  dirty: string[];
  files: ChangedFile[];
  /** From the start on, with what is not committed; secrets taken out. */
  patch: string;
  isPatchCut: boolean;
}

const mostFiles = 1_000;
const longestPatch = 500_000;
const longestList = 2_000_000;

export async function changesIn(opened: Opened): Promise<Changes> {
  const { row, start } = opened;
  const commit = await workOf(opened);
  const count = await must(opened, "count commits", ["rev-list", "--count", `${start}..${commit}`, "--"]);
  const status = await must(opened, "tell what is changed", statusArgs, { keep: longestList });
  const tree = await treeNow(opened, commit);
  const between = ["--no-ext-diff", "--no-textconv", "--no-color", "-M", start, tree, "--"];
  const numbers = await must(opened, "compare", ["diff", "--numstat", "-z", ...between], {
    keep: longestList,
  });
  const patch = await must(opened, "compare", ["diff", ...between], { keep: longestPatch + 1 });
  return {
    ...{ start, commit, branch: row.branch, ahead: Number(count) },
    dirty: dirtyIn(status).slice(0, mostFiles),
    files: filesIn(numbers).slice(0, mostFiles),
    patch: redactText(patch.slice(0, longestPatch)),
    isPatchCut: patch.length > longestPatch,
  };
}

export const statusArgs = ["status", "--porcelain=v1", "-z", "--untracked-files=all", "--no-renames"];

/** `XY path`, each closed by a NUL. */
export const dirtyIn = (status: string): string[] =>
  status.split("\0").flatMap((entry) => (entry.length > 3 ? [entry.slice(3)] : []));

/** `added removed path`, a renamed one with an empty path and the old and new ones behind it. */
export function filesIn(numbers: string): ChangedFile[] {
  const parts = numbers.split("\0");
  const files: ChangedFile[] = [];
  for (let at = 0; at < parts.length; at++) {
    const [, added, removed, path] = /^(\d+|-)\t(\d+|-)\t([\s\S]*)$/.exec(parts[at] ?? "") ?? [];
    if (added === undefined || removed === undefined) continue;
    if (path === "") at += 2;
    files.push({ path: path || (parts[at] ?? ""), added: countOf(added), removed: countOf(removed) });
  }
  return files;
}

const countOf = (text: string): number | null => (text === "-" ? null : Number(text));

/** All as it is, in an index of its own: the checkout's stays as whoever works in it has it. */
async function treeNow(opened: Opened, commit: string): Promise<string> {
  const { gitFolder } = opened.folders;
  const index = join(gitFolder, `index.${newId()}`);
  const env = { GIT_INDEX_FILE: index };
  try {
    // With what git has seen of the files already, it reads only those that changed.
    const isCopied = await copyFile(join(gitFolder, "index"), index).then(
      () => true,
      () => false,
    );
    if (!isCopied) await must(opened, "read a commit", ["read-tree", commit], { env });
    await checkoutGit(opened.folders, addAll, { ...opened.options, env });
    return (await must(opened, "write a tree", ["write-tree"], { env })).trim();
  } finally {
    await rm(index, { force: true });
    await rm(`${index}.lock`, { force: true });
  }
}
