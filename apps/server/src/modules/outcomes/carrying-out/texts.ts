import type { ExecutionDetail } from "@signalbox/contract/executions";
import { clipText } from "../../../kernel/json.ts";
import { redactText } from "../../../kernel/redact.ts";
import { renderText, type TemplateValues } from "../../bots/index.ts";
import type { Changes } from "../ports.ts";

/** GitHub takes 65,536. */
const longestText = 60_000;
const nowhere = { repository: null, number: null, commit: null };

interface Beside {
  /** What the bot's variables are where nothing was given. */
  usual: Readonly<Record<string, string>>;
  url: string;
  changes: Changes | null;
}

/** What the templates of an outcome see. No variable of the bot hides what became of the execution. */
export const valuesOf = (execution: ExecutionDetail, { usual, url, changes }: Beside): TemplateValues => ({
  ...usual,
  ...execution.values,
  result: execution.result ?? "",
  execution: {
    ...{ id: execution.id, url, state: execution.state, bot: execution.bot.name },
    reason: execution.reason ?? "",
  },
  target: execution.target ?? nowhere,
  changes: { files: changes?.files ?? [], commits: changes?.ahead ?? 0, diffstat: changes?.diffstat ?? "" },
});

/** What a template says to the outside: without secrets, and without marks that are ours. */
export async function sayText(template: string, values: TemplateValues): Promise<string> {
  const said = (await renderText(template, values)).replaceAll("<!-- signalbox:", "<!-- ");
  return clipText(redactText(said), longestText).trim();
}

/** One line, no longer than that. */
export function lineOf(text: string, longest: number): string {
  const line = text.replace(/\s+/g, " ").trim();
  return line.length <= longest ? line : `${line.slice(0, longest - 1).toWellFormed()}…`;
}
