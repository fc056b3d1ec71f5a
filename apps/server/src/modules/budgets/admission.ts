import type { Clock } from "../../kernel/clock.ts";
import type { Tx } from "../../platform/database/database.ts";
import type { ExecutionBudgets, ExecutionsModule, Hold } from "../executions/index.ts";
import { contentOf, findBudgets, lockAdmission } from "./budgets.repository.ts";
import { blockedWords, growing, isAbout, spanOf, standingOf } from "./decide.ts";
import { executionsIn, takenOf } from "./taken-of.ts";

export type Admission = Omit<ExecutionBudgets, "moreTaken">;

interface Means {
  clock: Clock;
  executions: Pick<ExecutionsModule["api"], "usage">;
}

/** Whether what is wished may begin, by all budgets that are about it. */
export const createAdmission = ({ clock, executions }: Means): Admission => ({
  async refuses(tx, execution) {
    const budgets = (await findBudgets(tx)).map(contentOf).filter(({ scope }) => isAbout(scope, execution));
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
    for (const budget of (await findBudgets(tx)).map(contentOf)) {
      const span = spanOf(budget.period, clock.now());
      const used = await takenOf(tx, budget.scope, span, executions);
      const standing = standingOf(budget, used);
      if (standing.state !== "spent") continue;
      const sparesBegun = standingOf(budget, used, growing).state !== "spent";
      holds.push({ scope: executionsIn(budget.scope), sparesBegun, reason: blockedWords(standing, span) });
    }
    return holds;
  },
});
