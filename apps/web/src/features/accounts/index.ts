import { lazyRouteComponent } from "@tanstack/react-router";

export { followAccounts } from "./live.ts";

export const AccountsPage = lazyRouteComponent(() => import("./pages/accounts-page.tsx"), "AccountsPage");
