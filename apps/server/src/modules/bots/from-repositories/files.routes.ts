import * as contract from "@signalbox/contract/bot-files";
import { type MountedRoute, type Peer, reply, serve } from "../../../platform/http/http.ts";
import { writerOf } from "../writer-of.ts";
import type { BotFilesService } from "./files.service.ts";

interface FilesRoutesOptions {
  files: BotFilesService;
  /** Throws where a watched agent, or a program it started, is at the other end. */
  refuseWatchedAgent(peer: Peer): Promise<void>;
}

export const botFilesRoutes = ({ files, refuseWatchedAgent }: FilesRoutesOptions): MountedRoute[] => [
  serve(contract.listBotSyncs, async ({ query }) => reply(200, await files.syncs(query))),
  serve(contract.getBotSync, async ({ params }) => reply(200, await files.sync(params.projectId))),
  serve(contract.writeBotSync, async (context) => {
    // An agent may push: it shall not have bots made of that.
    await refuseWatchedAgent(context.peer);
    return reply(200, await files.write(context.params.projectId, context.body, writerOf(context)));
  }),
  serve(contract.askBotSync, async (context) => {
    await refuseWatchedAgent(context.peer);
    return reply(202, await files.ask(context.params.projectId, writerOf(context)));
  }),
  serve(contract.listBotFiles, async ({ params, query }) =>
    reply(200, await files.files(params.projectId, query)),
  ),
  serve(contract.chooseBotFile, async (context) => {
    await refuseWatchedAgent(context.peer);
    await files.choose(context.params.projectId, context.body, writerOf(context));
    return reply(204, null);
  }),
];
