import { type Carry, markOf } from "../carrying-out/case.ts";
import { outcomeErrors } from "../outcomes.errors.ts";
import { numberedTarget } from "./target.ts";

/** One comment for each bot: what is there of it is written anew. */
export const comment: Carry<"comment"> = async (outcome, { execution, say }, { github }) => {
  const { repository, number } = numberedTarget(execution);
  const said = await say(outcome.body);
  if (said === "") throw outcomeErrors.empty("comment");
  const mark = markOf("bot", execution.bot.id);
  const body = `${mark}\n${said}`;
  const own = await github.login();
  const before = await github.findComment(
    repository,
    number,
    (one) => one.author === own && one.body.startsWith(mark),
  );
  if (before === null) return urlOf(await github.comment(repository, number, body));
  return urlOf(before.body === body ? before : await github.changeComment(repository, before.id, body));
};

const urlOf = ({ url }: { url: string }) => ({ url });
