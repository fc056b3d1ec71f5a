import { botSchema as botSchemaRoute } from "@signalbox/contract/bot-schema";
import * as history from "@signalbox/contract/bot-versions";
import * as contract from "@signalbox/contract/bots";
import { type DryRun, dryRunBot } from "@signalbox/contract/dry-run";
import { listReadyBots } from "@signalbox/contract/ready-bots";
import type { BodyOf } from "@signalbox/contract/route";
import { type MountedRoute, type Peer, reply, serve } from "../../platform/http/http.ts";
import { botSchema } from "./bot-schema.ts";
import type { BotVersionsService } from "./bot-versions.service.ts";
import type { BotsService } from "./bots.service.ts";
import { readyBots } from "./ready/ready-bots.ts";
import type { Render } from "./snippets/snippets.service.ts";
import { writerOf } from "./writer-of.ts";

interface BotsRoutesOptions {
  bots: BotsService;
  versions: BotVersionsService;
  dryRun(botId: string, wish: BodyOf<typeof dryRunBot>): Promise<DryRun>;
  /** Throws where a watched agent, or a program it started, is at the other end. */
  refuseWatchedAgent(peer: Peer): Promise<void>;
  render: Render;
}

export const botsRoutes = ({
  bots,
  versions,
  dryRun,
  refuseWatchedAgent,
  render,
}: BotsRoutesOptions): MountedRoute[] => [
  serve(contract.listBots, async ({ query }) => reply(200, await bots.list(query))),
  serve(contract.getBot, async ({ params }) => reply(200, await bots.get(params.botId))),
  serve(contract.createBot, async (context) => {
    // What a bot does it does unasked: no agent may write one.
    await refuseWatchedAgent(context.peer);
    return reply(201, await bots.make(context.body, writerOf(context)));
  }),
  serve(contract.changeBot, async (context) => {
    await refuseWatchedAgent(context.peer);
    return reply(200, await bots.change(context.params.botId, context.body, writerOf(context)));
  }),
  serve(contract.previewBot, async ({ body: { prompt, variables, values } }) =>
    reply(200, { prompt: await render(prompt, variables, values) }),
  ),
  serve(contract.startBot, async (context) => {
    await refuseWatchedAgent(context.peer);
    return reply(202, await bots.start(context.params.botId, context.body, writerOf(context)));
  }),
  serve(dryRunBot, async (context) => {
    // It tells how a bot is run: nothing for whom a bot runs.
    await refuseWatchedAgent(context.peer);
    return reply(200, await dryRun(context.params.botId, context.body));
  }),
  serve(history.listBotVersions, async ({ params, query }) =>
    reply(200, await versions.list(params.botId, query)),
  ),
  serve(history.getBotVersion, async ({ params }) =>
    reply(200, await versions.get(params.botId, params.version)),
  ),
  serve(history.rollBackBot, async (context) => {
    await refuseWatchedAgent(context.peer);
    return reply(200, await versions.rollBack(context.params.botId, context.body, writerOf(context)));
  }),
  serve(botSchemaRoute, async () => reply(200, botSchema())),
  serve(listReadyBots, async () => reply(200, { items: readyBots() })),
];
