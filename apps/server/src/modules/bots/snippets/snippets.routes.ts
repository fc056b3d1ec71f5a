import * as contract from "@signalbox/contract/bot-snippets";
import { type MountedRoute, type Peer, reply, serve } from "../../../platform/http/http.ts";
import { writerOf } from "../writer-of.ts";
import type { SnippetsService } from "./snippets.service.ts";

interface SnippetsRoutesOptions {
  snippets: SnippetsService;
  /** Throws where a watched agent, or a program it started, is at the other end. */
  refuseWatchedAgent(peer: Peer): Promise<void>;
}

export const snippetsRoutes = ({ snippets, refuseWatchedAgent }: SnippetsRoutesOptions): MountedRoute[] => [
  serve(contract.listSnippets, async ({ query }) => reply(200, await snippets.list(query))),
  serve(contract.writeSnippet, async (context) => {
    // It is a part of what bots are told.
    await refuseWatchedAgent(context.peer);
    return reply(200, await snippets.write(context.params.name, context.body, writerOf(context)));
  }),
  serve(contract.removeSnippet, async (context) => {
    await refuseWatchedAgent(context.peer);
    await snippets.remove(context.params.name, context.query.version, writerOf(context));
    return reply(204, null);
  }),
];
