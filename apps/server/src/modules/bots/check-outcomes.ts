import type { BotVariable } from "@signalbox/contract/bots";
import type { Outcome } from "@signalbox/contract/outcomes";
import { checkNames } from "./template.ts";

/** What the templates of outcomes may ask for beside the bot's variables. */
const known = ["result", "execution", "target", "changes"] as const;

/** @throws AppError `bots.template_invalid` */
export function checkOutcomes(outcomes: readonly Outcome[], variables: readonly BotVariable[]): void {
  const names = new Set<string>([...known, ...variables.map(({ name }) => name)]);
  for (const [position, outcome] of outcomes.entries())
    for (const [path, text] of templatesIn(outcome))
      checkNames(text, names, { path: `outcomes.${position}.${path}` });
}

/** The templates of an outcome, and where each stands. */
function templatesIn(outcome: Outcome): [path: string, text: string][] {
  const { kind, when, ...fields } = outcome;
  return Object.entries(fields).flatMap(([path, value]): [string, string][] => {
    if (plain.has(path)) return [];
    if (typeof value === "string") return [[path, value]];
    return path === "values" && typeof value === "object" && value !== null
      ? Object.entries(value).map(([name, text]) => [`values.${name}`, String(text)])
      : [];
  });
}

/** What is taken as it is written. */
const plain: ReadonlySet<string> = new Set(["repository", "labels", "url", "botId", "draft", "level"]);
