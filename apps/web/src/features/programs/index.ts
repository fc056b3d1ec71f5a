import { lazyRouteComponent } from "@tanstack/react-router";

export { programsQuery, usePrograms } from "./queries.ts";

export const ProgramsPage = lazyRouteComponent(() => import("./pages/programs-page.tsx"), "ProgramsPage");
