import type { BodyInputOf } from "@signalbox/contract/route";
import {
  changeSubscriber,
  createSubscriber,
  getMessage,
  listMessages,
  listSubscribers,
  type MessageState,
  removeSubscriber,
  renewSubscriberSecret,
  replayDeadMessages,
  replayMessage,
  testSubscriber,
} from "@signalbox/contract/subscribers";
import { infiniteQueryOptions, queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import { api } from "../../lib/api.ts";
import { everyPage } from "../../lib/every-page.ts";
import { subscriberKeys } from "./keys.ts";

/** Of what is sent no event tells: one more would follow from each. */
const lookMs = 5_000;

export const subscribersQuery = queryOptions({
  queryKey: subscriberKeys.list,
  queryFn: ({ signal }) =>
    everyPage((cursor) => api.call(listSubscribers, { query: { limit: 100, cursor }, signal })),
  refetchInterval: lookMs,
});

export const messagesQuery = (subscriberId: string, state: MessageState | undefined) =>
  infiniteQueryOptions({
    queryKey: subscriberKeys.messagesIn(subscriberId, state),
    queryFn: ({ pageParam, signal }) =>
      api.call(listMessages, {
        params: { subscriberId },
        query: { limit: 50, cursor: pageParam, ...(state === undefined ? {} : { state }) },
        signal,
      }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
    select: ({ pages }) => pages.flatMap(({ items }) => items),
    refetchInterval: lookMs,
  });

export const messageQuery = (subscriberId: string, messageId: string) =>
  queryOptions({
    queryKey: subscriberKeys.message(subscriberId, messageId),
    queryFn: ({ signal }) => api.call(getMessage, { params: { subscriberId, messageId }, signal }),
  });

const useSubscriberMutation = <Wish, Reply>(
  call: (wish: Wish) => Promise<Reply>,
  onSuccess: () => void = () => {},
) => {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: call,
    onSuccess,
    onSettled: () => cache.invalidateQueries({ queryKey: subscriberKeys.all }),
  });
};

type Content = BodyInputOf<typeof createSubscriber>;

export const useMakeSubscriber = () =>
  useSubscriberMutation((body: Content) => api.call(createSubscriber, { body }));

export const useChangeSubscriber = (subscriberId: string) =>
  useSubscriberMutation((body: Content) => api.call(changeSubscriber, { params: { subscriberId }, body }));

export const useRenewSecret = (subscriberId: string) =>
  useSubscriberMutation(() => api.call(renewSubscriberSecret, { params: { subscriberId } }));

/** What stood on the page of one that is removed goes before it is told of that: `onRemoved` is called all the same. */
export const useRemoveSubscriber = (subscriberId: string, onRemoved: () => void) =>
  useSubscriberMutation(() => api.call(removeSubscriber, { params: { subscriberId } }), onRemoved);

export const useTestSubscriber = (subscriberId: string) =>
  useSubscriberMutation(() => api.call(testSubscriber, { params: { subscriberId } }));

export const useReplay = (subscriberId: string) =>
  useSubscriberMutation((messageId: string) =>
    api.call(replayMessage, { params: { subscriberId, messageId } }),
  );

export const useReplayDead = (subscriberId: string) =>
  useSubscriberMutation(() => api.call(replayDeadMessages, { params: { subscriberId } }));
