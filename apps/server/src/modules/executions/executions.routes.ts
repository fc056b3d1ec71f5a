import { resumeExecution } from "@signalbox/contract/execution-controls";
import * as contract from "@signalbox/contract/executions";
import { causeOf, type MountedRoute, nameOf, type Peer, reply, serve } from "../../platform/http/http.ts";
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
  serve(resumeExecution, async (context) => {
    await refuseWatchedAgent(context.peer);
    const by = { ...causeOf(context), name: nameOf(context.caller) };
    return reply(202, await service.resume(context.params.executionId, context.body, by));
  }),
  serve(contract.pauseExecution, async (context) => {
    await refuseWatchedAgent(context.peer);
    const { executionId } = context.params;
    return reply(202, await service.control(executionId, { kind: "pause" }, causeOf(context)));
  }),
  serve(contract.continueExecution, async (context) => {
    await refuseWatchedAgent(context.peer);
    const { executionId } = context.params;
    return reply(202, await service.control(executionId, { kind: "continue" }, causeOf(context)));
  }),
  serve(contract.extendExecution, async (context) => {
    await refuseWatchedAgent(context.peer);
    const { params, body } = context;
    const wish = { kind: "extend", minutes: body.minutes } as const;
    return reply(202, await service.control(params.executionId, wish, causeOf(context)));
  }),
];
