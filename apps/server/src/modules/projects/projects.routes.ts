import * as contract from "@signalbox/contract/projects";
import { type MountedRoute, serve } from "../../platform/http/http.ts";
import type { ProjectsService } from "./projects.service.ts";

const ok = <T>(body: T) => ({ status: 200 as const, body });

export const projectRoutes = (projects: ProjectsService): MountedRoute[] => [
  serve(contract.listProjects, async ({ query }) => ok(await projects.list(query))),
  serve(contract.getProject, async ({ params }) => ok(await projects.get(params.projectId))),
];
