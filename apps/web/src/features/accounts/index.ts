import { lazyRouteComponent } from "@tanstack/react-router";

export { followAccounts } from "./live.ts";
export { useAccounts } from "./queries.ts";
export { backendNames } from "./words.ts";

export const AccountsPage = lazyRouteComponent(() => import("./pages/accounts-page.tsx"), "AccountsPage");
