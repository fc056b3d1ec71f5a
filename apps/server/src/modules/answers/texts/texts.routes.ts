import * as contract from "@signalbox/contract/texts";
import {
  type Caller,
  type Cause,
  causeOf,
  type MountedRoute,
  type Peer,
  reply,
  serve,
} from "../../../platform/http/http.ts";
import type { TextsService } from "./texts.service.ts";

interface TextsRoutesOptions {
  texts: TextsService;
  /** Throws where a watched agent, or a program it started, is at the other end. */
  refuseWatchedAgent(peer: Peer): Promise<void>;
}

export const textsRoutes = ({ texts, refuseWatchedAgent }: TextsRoutesOptions): MountedRoute[] => [
  serve(contract.sayText, async (context) => {
    await refuseWatchedAgent(context.peer);
    return reply(200, await texts.say({ ...context.params, ...context.body, by: personOf(context) }));
  }),
  serve(contract.listTexts, async ({ params, query }) => reply(200, await texts.list(params.agentId, query))),
  serve(contract.changeText, async (context) => {
    await refuseWatchedAgent(context.peer);
    return reply(200, await texts.change(context.params.textId, context.body, personOf(context)));
  }),
  serve(contract.cancelText, async (context) => {
    await refuseWatchedAgent(context.peer);
    return reply(200, await texts.cancel(context.params.textId, personOf(context)));
  }),
  serve(contract.interruptAgent, async (context) => {
    await refuseWatchedAgent(context.peer);
    return reply(200, await texts.interrupt(context.params.agentId, personOf(context)));
  }),
];

const personOf = (context: Parameters<typeof causeOf>[0] & { caller: Caller }): Cause & { name: string } => ({
  ...causeOf(context),
  name: context.caller.user?.name ?? context.caller.name,
});
