import * as contract from "@signalbox/contract/launches";
import { causeOf, type MountedRoute, nameOf, type Peer, reply, serve } from "../../platform/http/http.ts";
import type { EndService } from "./ending/end-agent.ts";
import type { LaunchesService } from "./launches.service.ts";

interface LaunchesRoutesOptions {
  service: LaunchesService;
  ends: EndService;
  refuseWatchedAgent(peer: Peer): Promise<void>;
}

export const launchesRoutes = ({
  service,
  ends,
  refuseWatchedAgent,
}: LaunchesRoutesOptions): MountedRoute[] => [
  serve(contract.startLaunch, async (context) => {
    await refuseWatchedAgent(context.peer);
    const by = { ...causeOf(context), name: nameOf(context.caller) };
    return reply(202, await service.start(context.body, by));
  }),
  serve(contract.listLaunches, async ({ query }) => reply(200, await service.list(query))),
  serve(contract.getLaunch, async ({ params }) => reply(200, await service.get(params.launchId))),
  serve(contract.getLaunchOptions, async () => reply(200, await service.options())),
  serve(contract.resumeAgent, async (context) => {
    await refuseWatchedAgent(context.peer);
    const by = { ...causeOf(context), name: nameOf(context.caller) };
    return reply(202, await service.resume(context.params.agentId, context.body, by));
  }),
  serve(contract.endAgent, async (context) => {
    const { params, body, peer } = context;
    await refuseWatchedAgent(peer);
    return reply(200, await ends.end(params.agentId, body.how, causeOf(context)));
  }),
  serve(contract.endLaunch, async (context) => {
    const { params, body, peer } = context;
    await refuseWatchedAgent(peer);
    return reply(200, await ends.endLaunch(params.launchId, body.how, causeOf(context)));
  }),
  serve(contract.getAgentTerminal, async ({ params }) => reply(200, await ends.terminal(params.agentId))),
];
