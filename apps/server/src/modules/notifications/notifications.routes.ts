import * as contract from "@signalbox/contract/notifications";
import {
  type Caller,
  causeOf,
  type MountedRoute,
  type RequestBasics,
  reply,
  serve,
} from "../../platform/http/http.ts";
import type { Offers } from "./answering/offers.ts";
import type { ChannelsService, Owner } from "./channels/channels.service.ts";
import type { createRenewal } from "./channels/renew.ts";
import type { Keys } from "./keeping/key-folder.ts";
import { notificationErrors } from "./notifications.errors.ts";
import type { NotificationsService } from "./notifications.service.ts";
import type { ToldPeople } from "./ports.ts";

export interface NotificationRoutesOptions {
  service: NotificationsService;
  channels: ChannelsService;
  renew: ReturnType<typeof createRenewal>;
  offers: Pick<Offers, "redeem">;
  keys: Pick<Keys, "push">;
  people: Pick<ToldPeople, "refuseWatchedAgent">;
}

const personOf = ({ user }: Caller): string => {
  if (user === undefined) throw notificationErrors.noPerson();
  return user.id;
};

const ownerOf = (context: Pick<RequestBasics, "correlationId" | "client"> & { caller: Caller }): Owner => {
  const { caller } = context;
  const signInId = caller.kind === "sign_in" ? caller.id : null;
  return { userId: personOf(caller), signInId, cause: causeOf(context) };
};

export const notificationRoutes = (options: NotificationRoutesOptions): MountedRoute[] => {
  const { service, offers, keys, people } = options;
  return [
    ...channelRoutes(options),
    serve(contract.getPreferences, async ({ caller }) =>
      reply(200, await service.preferences(personOf(caller))),
    ),
    serve(contract.setPreferences, async (context) => {
      await people.refuseWatchedAgent(context.peer);
      return reply(200, await service.setPreferences(ownerOf(context), context.body));
    }),
    serve(contract.listDeliveries, async ({ caller, query }) =>
      reply(200, await service.deliveries(personOf(caller), query)),
    ),
    serve(contract.getDelivery, async ({ caller, params }) =>
      reply(200, await service.delivery(personOf(caller), params.deliveryId)),
    ),
    serve(contract.getPushKey, async () => reply(200, { publicKey: (await keys.push()).publicKey })),
    serve(contract.setLook, async ({ caller, params, body }) => {
      // A program shows nothing to anybody: by a look it would only keep a person from being told.
      if (caller.kind !== "sign_in") throw notificationErrors.noPage();
      await service.look(personOf(caller), params.deviceId, body.agentId);
      return reply(204, null);
    }),
    serve(contract.renewPushChannel, async ({ body, correlationId, client, peer }) => {
      // An agent reads what its user does: it must not lead what is told elsewhere.
      await people.refuseWatchedAgent(peer);
      await options.renew(body, { correlationId, address: client.address });
      return reply(204, null);
    }),
    serve(contract.answerByNotification, async ({ body, correlationId, client, peer }) => {
      // An agent reads what its user does: it must not answer for itself by a token that it came by.
      await people.refuseWatchedAgent(peer);
      return reply(200, await offers.redeem({ ...body, correlationId, address: client.address }));
    }),
  ];
};

/** An agent reads what its user does: it must not send what is asked elsewhere, nor keep its user from being told. */
const channelRoutes = ({ channels, service, people }: NotificationRoutesOptions): MountedRoute[] => [
  serve(contract.listChannels, async ({ caller, query }) =>
    reply(200, await channels.list(personOf(caller), query)),
  ),
  serve(contract.createChannel, async (context) => {
    await people.refuseWatchedAgent(context.peer);
    return reply(201, await channels.create(ownerOf(context), context.body));
  }),
  serve(contract.changeChannel, async (context) => {
    await people.refuseWatchedAgent(context.peer);
    return reply(200, await channels.change(ownerOf(context), context.params.channelId, context.body));
  }),
  serve(contract.removeChannel, async (context) => {
    await people.refuseWatchedAgent(context.peer);
    await channels.remove(ownerOf(context), context.params.channelId);
    return reply(204, null);
  }),
  serve(contract.changeChannelRules, async (context) => {
    await people.refuseWatchedAgent(context.peer);
    return reply(200, await channels.changeRules(ownerOf(context), context.params.channelId, context.body));
  }),
  serve(contract.testChannel, async (context) => {
    await people.refuseWatchedAgent(context.peer);
    return reply(202, await service.test(ownerOf(context), context.params.channelId));
  }),
];
