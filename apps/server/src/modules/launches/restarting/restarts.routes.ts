import * as contract from "@signalbox/contract/restarts";
import { causeOf, type MountedRoute, nameOf, type Peer, reply, serve } from "../../../platform/http/http.ts";
import type { RestartService } from "./restart-agent.ts";

interface RestartRoutesOptions {
  service: RestartService;
  refuseWatchedAgent(peer: Peer): Promise<void>;
}

export const restartRoutes = ({ service, refuseWatchedAgent }: RestartRoutesOptions): MountedRoute[] => [
  serve(contract.restartAgent, async (context) => {
    await refuseWatchedAgent(context.peer);
    const by = { ...causeOf(context), name: nameOf(context.caller) };
    return reply(202, await service.restart(context.params.agentId, context.body, by));
  }),
  serve(contract.getRestart, async ({ params }) => reply(200, await service.get(params.restartId))),
];
