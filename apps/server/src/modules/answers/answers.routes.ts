import * as contract from "@signalbox/contract/answers";
import { causeOf, type MountedRoute, type Peer, reply, serve } from "../../platform/http/http.ts";
import { answerSet } from "./answer-set.ts";
import type { AnswersService } from "./answers.service.ts";

interface AnswersRoutesOptions {
  service: AnswersService;
  /** Throws where a watched agent, or a program it started, is at the other end. */
  refuseWatchedAgent(peer: Peer): Promise<void>;
}

export const answersRoutes = ({ service, refuseWatchedAgent }: AnswersRoutesOptions): MountedRoute[] => [
  serve(contract.answerQuestion, async (context) => {
    const { caller, params, body, peer } = context;
    await refuseWatchedAgent(peer);
    const by = { ...causeOf(context), name: caller.user?.name ?? caller.name };
    return reply(200, await service.answer({ ...params, ...body, by }));
  }),
  serve(contract.answerSet, async (context) => {
    const { caller, body, peer } = context;
    await refuseWatchedAgent(peer);
    const by = { ...causeOf(context), name: caller.user?.name ?? caller.name };
    return reply(200, { items: await answerSet(service, { ...body, by }) });
  }),
  serve(contract.listAnswers, async ({ params, query }) =>
    reply(200, await service.list(params.agentId, query)),
  ),
  serve(contract.getReach, async ({ params }) => reply(200, await service.reach(params.agentId))),
];
