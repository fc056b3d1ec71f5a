import { pipeline } from "node:stream/promises";
import * as controls from "@signalbox/contract/execution-controls";
import * as log from "@signalbox/contract/execution-log";
import * as contract from "@signalbox/contract/executions";
import type { QueryOf, ReplyOf } from "@signalbox/contract/route";
import { getTaken } from "@signalbox/contract/usage";
import {
  causeOf,
  type MountedRoute,
  nameOf,
  type Peer,
  reply,
  serve,
  serveStream,
} from "../../platform/http/http.ts";
import type { ExecutionsService } from "./executions.service.ts";

interface ExecutionsRoutesOptions {
  service: ExecutionsService;
  taken(query: QueryOf<typeof getTaken>): Promise<ReplyOf<typeof getTaken>>;
  refuseWatchedAgent(peer: Peer): Promise<void>;
}

export const executionsRoutes = ({
  service,
  taken,
  refuseWatchedAgent,
}: ExecutionsRoutesOptions): MountedRoute[] => [
  serve(getTaken, async ({ query }) => reply(200, await taken(query))),
  serve(contract.listExecutions, async ({ query }) => reply(200, await service.list(query))),
  serve(contract.getExecution, async ({ params }) => reply(200, await service.get(params.executionId))),
  serve(contract.getExecutionLog, async ({ params, query }) =>
    reply(200, await service.log(params.executionId, query)),
  ),
  serve(log.searchExecutionLog, async ({ params, query }) =>
    reply(200, await service.searchLog(params.executionId, query)),
  ),
  serveStream(log.downloadExecutionLog, async ({ params }, { response, signal, writeHead }) => {
    const pieces = await service.logAsText(params.executionId);
    writeHead({
      "content-type": "text/plain; charset=utf-8",
      "content-disposition": `attachment; filename="execution-${params.executionId}.log"`,
      "cache-control": "no-store",
    });
    await pipeline(pieces, response, { signal });
  }),
  serve(controls.cancelExecution, async (context) => {
    await refuseWatchedAgent(context.peer);
    return reply(202, await service.cancel(context.params.executionId, causeOf(context)));
  }),
  serve(controls.resumeExecution, async (context) => {
    await refuseWatchedAgent(context.peer);
    const by = { ...causeOf(context), name: nameOf(context.caller) };
    return reply(202, await service.resume(context.params.executionId, context.body, by));
  }),
  serve(controls.changeExecutionBudget, async (context) => {
    await refuseWatchedAgent(context.peer);
    const { params, body } = context;
    const wish = { kind: "budget", budget: body.budget } as const;
    return reply(202, await service.control(params.executionId, wish, causeOf(context)));
  }),
  serve(controls.countExecutionsToLookAt, async () => reply(200, { count: await service.toLookAt() })),
  serve(controls.replayExecutions, async (context) => {
    await refuseWatchedAgent(context.peer);
    const by = { ...causeOf(context), name: nameOf(context.caller) };
    return reply(200, await service.replay(context.body.executionIds, by));
  }),
  serve(controls.dismissExecutions, async (context) => {
    await refuseWatchedAgent(context.peer);
    const count = await service.dismiss(context.body.executionIds, causeOf(context));
    return reply(200, { count });
  }),
  serve(controls.pauseExecution, async (context) => {
    await refuseWatchedAgent(context.peer);
    const { executionId } = context.params;
    return reply(202, await service.control(executionId, { kind: "pause" }, causeOf(context)));
  }),
  serve(controls.continueExecution, async (context) => {
    await refuseWatchedAgent(context.peer);
    const { executionId } = context.params;
    return reply(202, await service.control(executionId, { kind: "continue" }, causeOf(context)));
  }),
  serve(controls.extendExecution, async (context) => {
    await refuseWatchedAgent(context.peer);
    const { params, body } = context;
    const wish = { kind: "extend", minutes: body.minutes } as const;
    return reply(202, await service.control(params.executionId, wish, causeOf(context)));
  }),
];
