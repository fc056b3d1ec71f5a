import * as contract from "@signalbox/contract/github";
import { causeOf, type MountedRoute, type Peer, reply, serve } from "../../platform/http/http.ts";
import type { GitHubSettings } from "./settings.service.ts";

interface GitHubRoutesOptions {
  settings: GitHubSettings;
  /** Throws where a watched agent, or a program it started, is at the other end. */
  refuseWatchedAgent(peer: Peer): Promise<void>;
}

export const githubRoutes = ({ settings, refuseWatchedAgent }: GitHubRoutesOptions): MountedRoute[] => [
  serve(contract.getGitHub, async () => reply(200, { connection: await settings.get() })),
  serve(contract.connectGitHub, async (context) => {
    // Whoever changes the address is sent the next token.
    await refuseWatchedAgent(context.peer);
    return reply(200, await settings.connect(context.body, causeOf(context)));
  }),
  serve(contract.connectGitHubApp, async (context) => {
    await refuseWatchedAgent(context.peer);
    return reply(200, await settings.connectApp(context.body, causeOf(context)));
  }),
  serve(contract.disconnectGitHub, async (context) => {
    await refuseWatchedAgent(context.peer);
    await settings.disconnect(causeOf(context));
    return reply(204, null);
  }),
  serve(contract.checkGitHub, async ({ body }) => reply(200, await settings.check(body))),
];
