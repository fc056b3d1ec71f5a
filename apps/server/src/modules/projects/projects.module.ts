import { hostname, platform } from "node:os";
import type { Service } from "../../kernel/module.ts";
import type { MountedRoute } from "../../platform/http/http.ts";
import { upsertHost } from "./projects.repository.ts";
import { projectRoutes } from "./projects.routes.ts";
import { createProjectsService, type ProjectsApi, type ProjectsServiceOptions } from "./projects.service.ts";
import { hostKey } from "./this-host.ts";

export interface ProjectsOptions extends Omit<ProjectsServiceOptions, "hostId"> {
  /** The state folder: this machine's key lies there. */
  home: string;
}

export interface Projects {
  api: ProjectsApi;
  routes: MountedRoute[];
  /** Writes down that this machine is here; start it after the database and before who needs the host. */
  service: Service;
}

/** Hosts, and the folders that work happens in. */
export const createProjects = ({ home, ...options }: ProjectsOptions): Projects => {
  let id: string | undefined;
  const hostId = () => {
    if (id === undefined) throw new Error("The host is known once projects are started");
    return id;
  };
  const service = createProjectsService({ ...options, hostId });
  return {
    api: service,
    routes: projectRoutes(service),
    service: {
      name: "projects",
      async start() {
        const facts = { key: await hostKey(home), name: hostname(), platform: platform() };
        id = await options.db.transaction((tx) => upsertHost(tx, facts, options.clock.now()));
      },
    },
  };
};
