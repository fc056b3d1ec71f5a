import { lazyRouteComponent } from "@tanstack/react-router";

export type { AuditSearch } from "./audit-search.ts";
export { readAuditSearch } from "./audit-search.ts";
export { isAbsent, toSetup } from "./hook-words.ts";
export { followSettings } from "./live.ts";
export { usersQuery } from "./people-queries.ts";
export { callerQuery, hooksQuery } from "./queries.ts";
export const SettingsFrame = lazyRouteComponent(
  () => import("./components/settings-frame.tsx"),
  "SettingsFrame",
);
export const AccountPage = lazyRouteComponent(() => import("./pages/account-page.tsx"), "AccountPage");
export const PeoplePage = lazyRouteComponent(() => import("./pages/people-page.tsx"), "PeoplePage");
export const KeysPage = lazyRouteComponent(() => import("./pages/keys-page.tsx"), "KeysPage");
export const TerminalsPage = lazyRouteComponent(() => import("./pages/terminals-page.tsx"), "TerminalsPage");
export const AuditPage = lazyRouteComponent(() => import("./pages/audit-page.tsx"), "AuditPage");
export const SettingsPage = lazyRouteComponent(() => import("./pages/settings-page.tsx"), "SettingsPage");
export { HookSetup } from "./components/hook-setup.tsx";
