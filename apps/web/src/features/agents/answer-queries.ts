import type { Question } from "@signalbox/contract/agents";
import { type AnswerContent, answerQuestion, getReach } from "@signalbox/contract/answers";
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
