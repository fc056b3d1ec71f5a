import { removeWorkspace } from "@signalbox/contract/workspaces";
import { causeOf, type MountedRoute, type Peer, reply, serve } from "../../platform/http/http.ts";
import type { WorkspacesApi } from "./workspaces.service.ts";

interface WorkspacesRoutesOptions {
  service: Pick<WorkspacesApi, "remove">;
  refuseWatchedAgent(peer: Peer): Promise<void>;
}

export const workspacesRoutes = ({
  service,
  refuseWatchedAgent,
}: WorkspacesRoutesOptions): MountedRoute[] => [
  serve(removeWorkspace, async (context) => {
    await refuseWatchedAgent(context.peer);
    const { params, query } = context;
    await service.remove(params.executionId, { force: query.force === "true", by: causeOf(context) });
    return reply(204, null);
  }),
];
