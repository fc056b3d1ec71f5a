import type { Carry } from "../carrying-out/case.ts";
import { lineOf } from "../carrying-out/texts.ts";
import { outcomeErrors } from "../outcomes.errors.ts";
import { branchName, pushed } from "./branch.ts";
import { repositoryOf } from "./target.ts";

const longestTitle = 250;

/** A pull request from a branch of what was changed. One that is open there already is written anew, if it is ours. */
export const pullRequest: Carry<"pull_request"> = async (outcome, given, options) => {
  const { github } = options;
  const { execution, say } = given;
  const repository = await repositoryOf(execution, outcome.repository, github);
  const title = lineOf(await say(outcome.title), longestTitle);
  if (title === "") throw outcomeErrors.empty("title");
  const body = await say(outcome.body);
  const base =
    outcome.base === null ? await github.defaultBranch(repository) : branchName(await say(outcome.base));
  const push = await pushed({ name: outcome.branch, message: outcome.message }, given, options);
  if ("skipped" in push) return push;
  const before = await github.findPull(repository, push.branch);
  const made = ({ number, url }: { number: number; url: string }) => ({ number, url, sha: push.sha });
  if (before === null) {
    const { draft } = outcome;
    return made(await github.openPull(repository, { head: push.branch, base, title, body, draft }));
  }
  const isOurs = before.author === (await github.login());
  if (isOurs) return made(await github.changePull(repository, before.number, { title, body }));
  return { ...made(before), note: `${before.author} opened it: its words stay` };
};
