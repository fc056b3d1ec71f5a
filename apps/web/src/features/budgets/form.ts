import type { Budget, BudgetPeriod, BudgetScope, createBudget } from "@signalbox/contract/budgets";
import type { BodyInputOf } from "@signalbox/contract/route";

/** What somebody types of a budget; empty for what is not limited. */
export interface BudgetWords {
  /** `instance`, or what it is of and which: `bot <id>`, `account <id>`. */
  scope: string;
  period: BudgetPeriod;
  /** In dollars. */
  cost: string;
  tokens: string;
  executions: string;
  minutes: string;
  warnAt: string;
}

export const nothing: BudgetWords = {
  ...{ scope: "instance", period: "day", cost: "", tokens: "", executions: "", minutes: "", warnAt: "80" },
};

const words = (limit: number | null): string => (limit === null ? "" : String(limit));

export const wordsOf = ({ scope, period, limits, warnAt }: Budget): BudgetWords => ({
  ...{ scope: scopeWord(scope), period, warnAt: String(warnAt) },
  cost: limits.costMicros === null ? "" : String(limits.costMicros / 1e6),
  ...{ tokens: words(limits.tokens), executions: words(limits.executions), minutes: words(limits.minutes) },
});

export function scopeWord(scope: BudgetScope): string {
  if (scope.kind === "bot") return `bot ${scope.botId}`;
  if (scope.kind === "account") return `account ${scope.accountId}`;
  if (scope.kind === "user") return `user ${scope.userId}`;
  return scope.kind === "project" ? `project ${scope.projectId}` : "instance";
}

function scopeIn(word: string): BudgetScope {
  const [kind, id = ""] = word.split(" ");
  if (kind === "bot") return { kind, botId: id };
  if (kind === "account") return { kind, accountId: id };
  if (kind === "user") return { kind, userId: id };
  return kind === "project" ? { kind, projectId: id } : { kind: "instance" };
}

const limit = (text: string): number | null => (text.trim() === "" ? null : Number(text));

/** What is sent; whether it will do, the server says. */
export function contentOf(words: BudgetWords): BodyInputOf<typeof createBudget> {
  const cost = limit(words.cost);
  return {
    ...{ scope: scopeIn(words.scope), period: words.period, warnAt: Number(words.warnAt) },
    limits: {
      costMicros: cost === null ? null : Math.round(cost * 1e6),
      ...{ tokens: limit(words.tokens), executions: limit(words.executions), minutes: limit(words.minutes) },
    },
  };
}
