import * as contract from "@signalbox/contract/projects";
import { causeOf, type MountedRoute, reply, serve } from "../../platform/http/http.ts";
import type { ProjectsService } from "./projects.service.ts";

export const projectRoutes = (projects: ProjectsService): MountedRoute[] => [
  serve(contract.listProjects, async ({ query }) => reply(200, await projects.list(query))),
  serve(contract.getProject, async ({ params }) => reply(200, await projects.get(params.projectId))),
  serve(contract.listProjectActivity, async ({ params, query }) =>
    reply(200, await projects.activity(params.projectId, query)),
  ),
  serve(contract.createProject, async (context) =>
    reply(201, await projects.add(context.body, causeOf(context))),
  ),
  serve(contract.changeProject, async (context) =>
    reply(200, await projects.change(context.params.projectId, context.body, causeOf(context))),
  ),
];
