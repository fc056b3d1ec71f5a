import type { BudgetContent } from "@signalbox/contract/budgets";
import type { Clock } from "../../kernel/clock.ts";
import type { Tx } from "../../platform/database/database.ts";
import type { ExecutionBudgets, ExecutionsModule, Hold, SpentAccount } from "../executions/index.ts";
import { contentOf, findBudgets, lockAdmission } from "./budgets.repository.ts";
import { blockedWords, growing, isAbout, spanOf, standingOf } from "./decide.ts";
import { executionsIn, takenOf } from "./taken-of.ts";

export type Admission = Omit<ExecutionBudgets, "moreTaken">;

interface Means {
  clock: Clock;
  executions: Pick<ExecutionsModule["api"], "usage">;
}

/** Of a budget that is spent now: why, and whether what had begun may go on; null where there is room. */
const spentAt =
  ({ clock, executions }: Means) =>
  async (tx: Tx, budget: BudgetContent): Promise<Pick<Hold, "sparesBegun" | "reason"> | null> => {
    const span = spanOf(budget.period, clock.now());
    const used = await takenOf(tx, budget.scope, span, executions);
    const standing = standingOf(budget, used);
    if (standing.state !== "spent") return null;
    const sparesBegun = standingOf(budget, used, growing).state !== "spent";
    return { sparesBegun, reason: blockedWords(standing, span) };
  };

/** Whether what is wished may begin, by all budgets that are about it. */
export const createAdmission = ({ clock, executions }: Means): Admission => {
  const spentNow = spentAt({ clock, executions });
  return {
    async refuses(tx, execution) {
      const budgets = (await findBudgets(tx)).map(contentOf).flatMap((budget) => {
        const { scope } = budget;
        return scope.kind !== "account" && isAbout(scope, execution) ? [{ ...budget, scope }] : [];
      });
      if (budgets.length === 0) return null;
      await lockAdmission(tx);
      for (const budget of budgets) {
        const span = spanOf(budget.period, clock.now());
        const used = await takenOf(tx, budget.scope, span, executions);
        const waiting = await executions.usage.waiting(tx, executionsIn(budget.scope), execution.id);
        const standing = standingOf(budget, { ...used, executions: used.executions + waiting });
        if (standing.state === "spent") return blockedWords(standing, span);
      }
      return null;
    },
    async holds(tx: Tx) {
      const holds: Hold[] = [];
      for (const { scope, ...budget } of (await findBudgets(tx)).map(contentOf)) {
        if (scope.kind === "account") continue;
        const spent = await spentNow(tx, { scope, ...budget });
        if (spent !== null) holds.push({ scope: executionsIn(scope), ...spent });
      }
      return holds;
    },
    async spentAccounts(tx) {
      const budgets = (await findBudgets(tx)).map(contentOf);
      const spentAccounts: SpentAccount[] = [];
      for (const { scope, ...budget } of budgets) {
        if (scope.kind !== "account") continue;
        const spent = await spentNow(tx, { scope, ...budget });
        const span = spanOf(budget.period, clock.now());
        if (spent !== null) spentAccounts.push({ accountId: scope.accountId, ...span, ...spent });
      }
      return spentAccounts;
    },
  };
};
