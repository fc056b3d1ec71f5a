import { cancelText, changeText, interruptAgent, listTexts, sayText } from "@signalbox/contract/texts";
import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import { api } from "../../lib/api.ts";
import { agentKeys } from "./keys.ts";

/** What was said to an agent of late, and what waits to be. */
export const textsQuery = (agentId: string) =>
  queryOptions({
    queryKey: agentKeys.texts(agentId),
    queryFn: ({ signal }) => api.call(listTexts, { params: { agentId }, query: { limit: 100 }, signal }),
  });

/** Reads the queue anew after what was done to it, whether that counted or not. */
const useAfter = (agentId: string) => {
  const cache = useQueryClient();
  return { onSettled: () => cache.invalidateQueries({ queryKey: agentKeys.texts(agentId) }) };
};

export interface NamedText {
  key: string;
  text: string;
  interrupt: boolean;
}

export const useSay = (agentId: string) =>
  useMutation({
    mutationFn: (body: NamedText) => api.call(sayText, { params: { agentId }, body }),
    ...useAfter(agentId),
  });

export interface TextChange {
  textId: string;
  text?: string;
  before?: string | null;
  again?: true;
}

export const useChangeText = (agentId: string) =>
  useMutation({
    mutationFn: ({ textId, ...body }: TextChange) => api.call(changeText, { params: { textId }, body }),
    ...useAfter(agentId),
  });

export const useCancelText = (agentId: string) =>
  useMutation({
    mutationFn: (textId: string) => api.call(cancelText, { params: { textId } }),
    ...useAfter(agentId),
  });

export const useInterrupt = (agentId: string) =>
  useMutation({ mutationFn: () => api.call(interruptAgent, { params: { agentId } }) });
