import { lazyRouteComponent } from "@tanstack/react-router";

export { isAbsent, toSetup } from "./hook-words.ts";
export { followSettings } from "./live.ts";
export { callerQuery, hooksQuery } from "./queries.ts";

export const SettingsPage = lazyRouteComponent(() => import("./pages/settings-page.tsx"), "SettingsPage");
export { HookSetup } from "./components/hook-setup.tsx";
