import { type Carry, outcomeMark } from "../carrying-out/case.ts";
import { lineOf } from "../carrying-out/texts.ts";
import { outcomeErrors } from "../outcomes.errors.ts";
import { repositoryOf } from "./target.ts";

const longestTitle = 250;
/** GitHub's clock may be behind ours. */
const beforeMs = 10 * 60_000;

export const issue: Carry<"issue"> = async (outcome, { row, execution, say }, { github }) => {
  const repository = await repositoryOf(execution, outcome.repository, github);
  const title = lineOf(await say(outcome.title), longestTitle);
  if (title === "") throw outcomeErrors.empty("title");
  const mark = outcomeMark(row);
  const login = (await github.login()) ?? "";
  const since = new Date(row.created_at.getTime() - beforeMs);
  const before = await github.findIssue(repository, { login, since }, ({ body }) => body.startsWith(mark));
  const { number, url } =
    before ??
    (await github.openIssue(repository, {
      ...{ title, body: `${mark}\n${await say(outcome.body)}`, labels: outcome.labels },
    }));
  return { number, url };
};
