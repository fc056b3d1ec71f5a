import { dirtyIn, statusArgs } from "./changes.ts";
import { must, type Opened, tipOf } from "./opened.ts";

const counted = (count: number, one: string, many: string): string =>
  count === 1 ? `1 ${one}` : `${count} ${many}`;

/** What would be lost with a checkout, in words; null where it is all elsewhere. */
export async function whatIsLost(opened: Opened): Promise<string | null> {
  const { row, start } = opened;
  const status = await must(opened, "tell what is changed", statusArgs, { keep: 2_000_000 });
  const dirty = dirtyIn(status).length;
  const own = `refs/heads/${row.branch}`;
  const ends: string[] = [];
  // A branch that nothing is committed on yet has no tip.
  for (const end of ["HEAD", own]) if ((await tipOf(opened, end)) !== null) ends.push(end);
  // In a clone, nobody else has its branches either.
  const all = row.kind === "clone" ? ["--branches"] : [];
  // A tag that was made here is nowhere else; those of the remote are on what was fetched.
  const args = ["rev-list", "--count", ...ends, ...all, "--not", start, "--remotes"];
  const commits = ends.length + all.length === 0 ? 0 : Number(await must(opened, "count commits", args));
  const parts = [
    ...(dirty === 0 ? [] : [counted(dirty, "change is not committed", "changes are not committed")]),
    ...(commits === 0 ? [] : [counted(commits, "commit is not pushed", "commits are not pushed")]),
  ];
  return parts.length === 0 ? null : parts.join(", and ");
}
