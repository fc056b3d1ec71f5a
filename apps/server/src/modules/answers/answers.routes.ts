import * as contract from "@signalbox/contract/answers";
import { causeOf, type MountedRoute, reply, serve } from "../../platform/http/http.ts";
import { answerErrors } from "./answers.errors.ts";
import type { AnswersService } from "./answers.service.ts";

/** A key of the caller's own, as the header has it. */
function keyIn(header: string | string[] | undefined): string {
  if (typeof header !== "string" || !/^[\x21-\x7e]{1,100}$/.test(header)) throw answerErrors.noKey();
  return header;
}

export const answersRoutes = (service: AnswersService): MountedRoute[] => [
  serve(contract.answerQuestion, async (context) => {
    const { caller, params, body, headers } = context;
    const by = { ...causeOf(context), name: caller.user?.name ?? caller.name };
    const key = keyIn(headers["idempotency-key"]);
    return reply(200, await service.answer({ ...params, ...body, key, by }));
  }),
  serve(contract.listAnswers, async ({ params, query }) =>
    reply(200, await service.list(params.agentId, query)),
  ),
  serve(contract.getReach, async ({ params }) => reply(200, await service.reach(params.agentId))),
];
