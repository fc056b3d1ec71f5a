import * as contract from "@signalbox/contract/answers";
import { causeOf, type MountedRoute, reply, serve } from "../../platform/http/http.ts";
import type { AnswersService } from "./answers.service.ts";

export const answersRoutes = (service: AnswersService): MountedRoute[] => [
  serve(contract.answerQuestion, async (context) => {
    const { caller, params, body } = context;
    const by = { ...causeOf(context), name: caller.user?.name ?? caller.name };
    return reply(200, await service.answer({ ...params, ...body, by }));
  }),
  serve(contract.listAnswers, async ({ params, query }) =>
    reply(200, await service.list(params.agentId, query)),
  ),
  serve(contract.getReach, async ({ params }) => reply(200, await service.reach(params.agentId))),
];
