import type {
  Budget,
  BudgetContent,
  BudgetPeriod,
  BudgetScope,
  BudgetUsed,
} from "@signalbox/contract/budgets";
import { costWords } from "../executions/index.ts";

/** A time from its first moment to before its last. */
export interface Span {
  from: Date;
  until: Date;
}

/** The period that a moment lies in, in UTC. */
export function spanOf(period: BudgetPeriod, at: Date): Span {
  const [year, month, day] = [at.getUTCFullYear(), at.getUTCMonth(), at.getUTCDate()];
  const days = (first: number, count: number): Span => ({
    from: new Date(Date.UTC(year, month, first)),
    until: new Date(Date.UTC(year, month, first + count)),
  });
  if (period === "day") return days(day, 1);
  if (period === "week") return days(day - ((at.getUTCDay() + 6) % 7), 7);
  return { from: new Date(Date.UTC(year, month, 1)), until: new Date(Date.UTC(year, month + 1, 1)) };
}

type Limited = keyof BudgetUsed;

const all: readonly Limited[] = ["costMicros", "tokens", "executions", "minutes"];

/** What grows while an execution runs: that one more began ends none. */
export const growing: readonly Limited[] = ["costMicros", "tokens", "minutes"];

export interface Standing {
  state: Budget["state"];
  percent: number;
  /** How much of the limit that is nearest is used, in a sentence. */
  reason: string;
}

/** How a budget stands, by the limit that is nearest of those asked about. */
export function standingOf(
  budget: BudgetContent,
  used: BudgetUsed,
  asked: readonly Limited[] = all,
): Standing {
  const { limits, warnAt } = budget;
  const standings = asked.flatMap((of): Standing[] => {
    const limit = limits[of];
    if (limit === null) return [];
    const isSpent = used[of] >= limit;
    // What is not spent is never told as all of it.
    const percent = Math.floor((used[of] / limit) * 100);
    const state = isSpent ? "spent" : percent >= warnAt ? "warned" : "within";
    const how = isSpent ? "is spent" : "is nearly spent";
    return [
      {
        state,
        percent,
        reason: `${titleOf(budget)} ${how}: ${shareWords(of, used[of], limit)}`,
      },
    ];
  });
  return standings.reduce((most, one) => (one.percent > most.percent ? one : most), {
    ...{ state: "within", percent: 0, reason: `${titleOf(budget)} is not used` },
  });
}

const whose: Readonly<Record<BudgetScope["kind"], string>> = {
  instance: "The budget of all bots",
  project: "The project's budget",
  bot: "The bot's budget",
  account: "The account's budget",
  user: "The person's budget",
};

const titleOf = ({ scope, period }: BudgetContent): string => `${whose[scope.kind]} for the ${period}`;

const exact = new Intl.NumberFormat("en");

const shareWords = (of: Limited, used: number, limit: number): string =>
  of === "costMicros"
    ? `${costWords(used)} of ${costWords(limit)}`
    : `${exact.format(used)} of ${exact.format(limit)} ${of}`;

/** Of a budget that is spent: what is, and when that is over. */
export const blockedWords = ({ reason }: Standing, { until }: Span): string =>
  `${reason}; it begins anew at ${until.toISOString().slice(0, 16).replace("T", " ")} UTC`;

/** Whether a budget is about an execution. */
export function isAbout(
  scope: BudgetScope,
  of: { botId: string; projectId: string | null; userId: string | null },
): boolean {
  if (scope.kind === "instance") return true;
  // Which account it takes is not known before an attempt begins.
  if (scope.kind === "account") return false;
  if (scope.kind === "user") return scope.userId === of.userId;
  return scope.kind === "bot" ? scope.botId === of.botId : scope.projectId === of.projectId;
}
