import * as contract from "@signalbox/contract/bots";
import { causeOf, type MountedRoute, nameOf, type Peer, reply, serve } from "../../platform/http/http.ts";
import type { BotsService } from "./bots.service.ts";
import { renderTemplate } from "./template.ts";

interface BotsRoutesOptions {
  bots: BotsService;
  /** Throws where a watched agent, or a program it started, is at the other end. */
  refuseWatchedAgent(peer: Peer): Promise<void>;
}

export const botsRoutes = ({ bots, refuseWatchedAgent }: BotsRoutesOptions): MountedRoute[] => [
  serve(contract.listBots, async ({ query }) => reply(200, await bots.list(query))),
  serve(contract.getBot, async ({ params }) => reply(200, await bots.get(params.botId))),
  serve(contract.createBot, async (context) => {
    // What a bot does it does unasked: no agent may write one.
    await refuseWatchedAgent(context.peer);
    return reply(201, await bots.make(context.body, causeOf(context)));
  }),
  serve(contract.changeBot, async (context) => {
    await refuseWatchedAgent(context.peer);
    return reply(200, await bots.change(context.params.botId, context.body, causeOf(context)));
  }),
  serve(contract.previewBot, async ({ body: { prompt, variables, values } }) =>
    reply(200, { prompt: await renderTemplate(prompt, variables, values) }),
  ),
  serve(contract.startBot, async (context) => {
    await refuseWatchedAgent(context.peer);
    const by = { ...causeOf(context), name: nameOf(context.caller) };
    return reply(202, await bots.start(context.params.botId, context.body, by));
  }),
];
