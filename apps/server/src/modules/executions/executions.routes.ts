import * as contract from "@signalbox/contract/executions";
import { causeOf, type MountedRoute, type Peer, reply, serve } from "../../platform/http/http.ts";
import type { ExecutionsService } from "./executions.service.ts";

interface ExecutionsRoutesOptions {
  service: ExecutionsService;
  refuseWatchedAgent(peer: Peer): Promise<void>;
}

export const executionsRoutes = ({
  service,
  refuseWatchedAgent,
}: ExecutionsRoutesOptions): MountedRoute[] => [
  serve(contract.listExecutions, async ({ query }) => reply(200, await service.list(query))),
  serve(contract.getExecution, async ({ params }) => reply(200, await service.get(params.executionId))),
  serve(contract.getExecutionLog, async ({ params, query }) =>
    reply(200, await service.log(params.executionId, query)),
  ),
  serve(contract.cancelExecution, async (context) => {
    await refuseWatchedAgent(context.peer);
    return reply(202, await service.cancel(context.params.executionId, causeOf(context)));
  }),
];
