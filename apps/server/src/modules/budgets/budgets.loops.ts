import type { Loop } from "../../platform/nodes/loops.ts";
import type { Bell } from "../liveness/index.ts";
import type { BudgetsOptions } from "./budgets.service.ts";
import { lookAtBudgets } from "./watch.ts";

/** While executions run, also on other nodes, and while none does. */
const [runningMs, idleMs] = [1_000, 2_000];

export const budgetsLoop = (options: BudgetsOptions, bell: Bell): Loop => ({
  name: "budgets",
  summary: "Tells budgets that are nearly spent, and ends what runs on those that are spent",
  alone: true,
  async run(signal) {
    while (!signal.aborted) await bell.wait((await lookAtBudgets(options)) ? runningMs : idleMs, signal);
  },
});
