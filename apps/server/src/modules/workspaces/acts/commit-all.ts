import { addAll, does, must, type Opened, tipOf, workOf } from "./opened.ts";

export interface CommitWish {
  message: string;
  author: { name: string; email: string };
}

export interface Committed {
  commit: string;
  branch: string;
  /** False where there was nothing left to commit. */
  isNew: boolean;
}

/** Commits whatever is not, and has the execution's branch stand where its work does. Safe to repeat. */
export async function commitAll(opened: Opened, { message, author }: CommitWish): Promise<Committed> {
  const { branch } = opened.row;
  // What can't be added, as a repository within that has no commit, keeps nothing else from it.
  const areAllAdded = await does(opened, addAll);
  const isNew = !(await does(opened, ["diff", "--cached", "--quiet", "--no-ext-diff", "HEAD", "--"]));
  if (!isNew && !areAllAdded) await must(opened, "look at files", addAll);
  if (isNew) await commit(opened, { message, author });
  const work = await workOf(opened);
  const own = `refs/heads/${branch}`;
  if ((await tipOf(opened, own)) !== work) await must(opened, "move a branch", ["update-ref", own, work]);
  return { commit: work, branch, isNew };
}

async function commit(opened: Opened, { message, author }: CommitWish): Promise<void> {
  const { name, email } = { name: oneLine(author.name), email: oneLine(author.email) };
  const env = {
    ...{ GIT_AUTHOR_NAME: name, GIT_AUTHOR_EMAIL: email },
    ...{ GIT_COMMITTER_NAME: name, GIT_COMMITTER_EMAIL: email },
  };
  const args = ["commit", "--quiet", "--no-verify", "--no-gpg-sign", "--cleanup=whitespace", "--file=-"];
  await must(opened, "commit", args, { env, input: message });
}

/** As git takes it: it refuses an empty name, and leaves these out itself. */
const oneLine = (text: string): string => text.replace(/[\n\r<>]/g, " ").trim() || "Signalbox";
