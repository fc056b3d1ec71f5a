import type { Question } from "@signalbox/contract/agents";
import { type AnswerContent, answerQuestion, getReach, listAnswers } from "@signalbox/contract/answers";
import { queryOptions, useMutation } from "@tanstack/react-query";
import { api } from "../../lib/api.ts";
import { agentKeys } from "./keys.ts";

/** The ways to an agent that are open now. */
export const reachQuery = (agentId: string) =>
  queryOptions({
    queryKey: agentKeys.reach(agentId),
    queryFn: ({ signal }) => api.call(getReach, { params: { agentId }, signal }),
    // That its terminal shows the question is told by no event.
    refetchInterval: ({ state: { data } }) => (data?.question?.way === null ? 2_000 : false),
  });

/** What was answered to an agent here of late: one page serves all that it asked. */
export const answersQuery = (agentId: string) =>
  queryOptions({
    queryKey: agentKeys.answers(agentId),
    queryFn: async ({ signal }) =>
      (await api.call(listAnswers, { params: { agentId }, query: { limit: 200 }, signal })).items,
  });

/** An answer with a name of its own: sent again after a fault on the way, it counts once. */
export interface NamedAnswer {
  key: string;
  content: AnswerContent;
}

export const useAnswer = ({ id, version }: Pick<Question, "id" | "version">) =>
  useMutation({
    mutationFn: (answer: NamedAnswer) =>
      api.call(answerQuestion, { params: { questionId: id }, body: { version, ...answer } }),
  });

/** What a form answers with, and whether an answer is on its way. */
export interface Giving {
  give: (content: AnswerContent) => void;
  busy: boolean;
}
