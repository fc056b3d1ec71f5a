import type { MountedRoute, Peer } from "../../platform/http/http.ts";
import type { Loop } from "../../platform/nodes/loops.ts";
import type { Retained } from "../../platform/retention/retained.ts";
import { createBell } from "../liveness/index.ts";
import { Mirrors } from "./mirror/mirrors.ts";
import { retainedWorkspaces } from "./retained-workspaces.ts";
import { workspacesLoop } from "./workspaces.loops.ts";
import { workspacesRoutes } from "./workspaces.routes.ts";
import {
  createWorkspacesService,
  type WorkspacesApi,
  type WorkspacesServiceOptions,
} from "./workspaces.service.ts";

export interface WorkspacesModuleOptions extends Omit<WorkspacesServiceOptions, "mirrors" | "bell"> {
  /** Whether executions run on this node. */
  runs: boolean;
  /** Nothing is to be done any more with the workspace of an execution that is over. */
  mayRelease(executionId: string): Promise<boolean>;
  /** @throws AppError `auth.watched_agent` */
  refuseWatchedAgent(peer: Peer): Promise<void>;
}

export interface WorkspacesModule {
  api: WorkspacesApi;
  routes: MountedRoute[];
  loops: Loop[];
  retained: Retained[];
}

/** Checkouts of repositories in which executions work. */
export function createWorkspaces({
  runs,
  mayRelease,
  refuseWatchedAgent,
  ...given
}: WorkspacesModuleOptions): WorkspacesModule {
  const bell = createBell();
  const mirrors = new Mirrors(given.rules);
  const service = createWorkspacesService({ ...given, mirrors, bell });
  return {
    api: service,
    routes: workspacesRoutes({ service, refuseWatchedAgent }),
    loops: runs ? [workspacesLoop({ ...given, service, bell, mayRelease })] : [],
    retained: retainedWorkspaces({ ...given, mirrors, service }),
  };
}
