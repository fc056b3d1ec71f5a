import { lazyRouteComponent } from "@tanstack/react-router";

export { followOrganisation } from "./live.ts";
export { personasQuery, usePersonaName } from "./queries.ts";
export const PersonasPage = lazyRouteComponent(() => import("./pages/personas-page.tsx"), "PersonasPage");
