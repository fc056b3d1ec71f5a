import { lazyRouteComponent } from "@tanstack/react-router";

export { ProjectChoice } from "./components/project-choice.tsx";
export { followProjects } from "./live.ts";
export { useProjects, useProjectWord } from "./queries.ts";

export const ProjectsPage = lazyRouteComponent(() => import("./pages/projects-page.tsx"), "ProjectsPage");
export const ProjectPage = lazyRouteComponent(() => import("./pages/project-page.tsx"), "ProjectPage");
