import type { BotContent } from "@signalbox/contract/bots";
import { githubValues, pollValues, type TriggerContent, watchValues } from "@signalbox/contract/triggers";
import { checkExpression } from "./deciding/expressions.ts";
import type { TriggersOptions } from "./options.ts";
import { checkCron } from "./schedules/cron.ts";
import { findSource } from "./sources/sources.repository.ts";
import { triggerErrors } from "./triggers.errors.ts";

/** Refuses a trigger that could never do what it says. */
export const checking =
  ({ db, clock, bots, places }: Pick<TriggersOptions, "db" | "clock" | "bots" | "places">) =>
  /** @throws AppError `bots.not_found`, `projects.not_found`, `triggers.…` */
  async (botId: string, content: TriggerContent): Promise<void> => {
    checkValues((await bots.get(botId)).content, content);
    checkExpressions(content);
    if (content.kind === "schedule") checkCron(content, clock.now());
    if (content.kind === "watch" && (await places.project(content.projectId)).path === null)
      throw triggerErrors.projectUnfit();
    if (!("sourceId" in content)) return;
    const source = await findSource(db.read, content.sourceId);
    if (source === undefined) throw triggerErrors.sourceNotFound();
    if (content.kind === "github" && source.style !== "github") throw triggerErrors.styleUnfit();
  };

function checkExpressions(content: TriggerContent): void {
  if (content.kind === "schedule") return;
  if (content.kind === "poll" && content.compare !== null) checkExpression(content.compare, "compare");
  if (content.filter !== null) checkExpression(content.filter, "filter");
  for (const [name, expression] of Object.entries(content.values))
    checkExpression(expression, `values.${name}`);
}

const comeByThemselves = ({ kind }: TriggerContent): readonly string[] => {
  if (kind === "github") return githubValues;
  if (kind === "watch") return watchValues;
  return kind === "poll" ? pollValues : [];
};

/** Values are for variables of the bot, and none is left out that has no usual value. */
function checkValues({ variables }: BotContent, content: TriggerContent): void {
  const names = new Set(variables.map(({ name }) => name));
  const unknown = Object.keys(content.values).find((name) => !names.has(name));
  if (unknown !== undefined) throw triggerErrors.valueUnknown(unknown);
  const given = new Set([...Object.keys(content.values), ...comeByThemselves(content)]);
  const missing = variables.find((variable) => variable.default === undefined && !given.has(variable.name));
  if (missing !== undefined) throw triggerErrors.valueMissing(missing.name);
}
