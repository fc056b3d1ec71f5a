import { lazyRouteComponent } from "@tanstack/react-router";

export { followBudgets } from "./live.ts";

export const BudgetsPage = lazyRouteComponent(() => import("./pages/budgets-page.tsx"), "BudgetsPage");
export const PricesPage = lazyRouteComponent(() => import("./pages/prices-page.tsx"), "PricesPage");
