import type { ChannelKind, NotificationReason } from "@signalbox/contract/notification-channels";
import {
  changeChannel,
  changeChannelRules,
  createChannel,
  getPreferences,
  listChannels,
  listDeliveries,
  removeChannel,
  setPreferences,
  testChannel,
} from "@signalbox/contract/notifications";
import type { BodyInputOf } from "@signalbox/contract/route";
import { infiniteQueryOptions, queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import { api } from "../../lib/api.ts";
import { everyPage } from "../../lib/every-page.ts";
import { notificationKeys } from "./keys.ts";

export type NewChannelInput = BodyInputOf<typeof createChannel>;
export type AddressInput = NonNullable<BodyInputOf<typeof changeChannel>["address"]>;
/** What a person adds by a form; a device adds itself. */
export type FormKind = Exclude<ChannelKind, "web_push" | "desktop">;

export const channelsQuery = queryOptions({
  queryKey: notificationKeys.channels,
  queryFn: ({ signal }) =>
    everyPage((cursor) => api.call(listChannels, { query: { limit: 200, cursor }, signal })),
});

export const preferencesQuery = queryOptions({
  queryKey: notificationKeys.preferences,
  queryFn: ({ signal }) => api.call(getPreferences, { signal }),
});

export const deliveriesQuery = infiniteQueryOptions({
  queryKey: notificationKeys.deliveries,
  queryFn: ({ pageParam, signal }) =>
    api.call(listDeliveries, { query: { limit: 20, cursor: pageParam }, signal }),
  initialPageParam: undefined as string | undefined,
  getNextPageParam: (page) => page.nextCursor ?? undefined,
  select: ({ pages }) => pages.flatMap(({ items }) => items),
});

const useNotifying = <Input, Reply>(change: (input: Input) => Promise<Reply>) => {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: change,
    onSettled: () => cache.invalidateQueries({ queryKey: ["notifications"] }),
  });
};

export const useAddChannel = () => useNotifying((body: NewChannelInput) => api.call(createChannel, { body }));

export const useChangeChannel = (channelId: string) =>
  useNotifying((body: BodyInputOf<typeof changeChannel>) =>
    api.call(changeChannel, { params: { channelId }, body }),
  );

export const useRemoveChannel = () =>
  useNotifying((channelId: string) => api.call(removeChannel, { params: { channelId } }));

export const useTestChannel = () =>
  useNotifying((channelId: string) => api.call(testChannel, { params: { channelId } }));

interface Said {
  channelId: string;
  projectId: string | null;
  personaId: string | null;
  reason: NotificationReason;
  wanted: boolean | null;
}

export const useSayRule = () =>
  useNotifying(({ channelId, projectId, personaId, reason, wanted }: Said) =>
    api.call(changeChannelRules, {
      params: { channelId },
      body: { projectId, personaId, wanted: { [reason]: wanted } },
    }),
  );

export const useSetPreferences = () =>
  useNotifying((body: BodyInputOf<typeof setPreferences>) => api.call(setPreferences, { body }));
