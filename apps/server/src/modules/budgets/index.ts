export { type BudgetsModule, createBudgets } from "./budgets.module.ts";
export { budgetsTables } from "./budgets.tables.ts";
