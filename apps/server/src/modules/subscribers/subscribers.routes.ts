import * as contract from "@signalbox/contract/subscribers";
import { causeOf, type MountedRoute, type Peer, reply, serve } from "../../platform/http/http.ts";
import type { MessagesService } from "./messages/messages.service.ts";
import type { SubscribersService } from "./subscribers.service.ts";

interface SubscribersRoutesOptions {
  subscribers: SubscribersService;
  messages: MessagesService;
  /** @throws AppError `auth.watched_agent` */
  refuseWatchedAgent(peer: Peer): Promise<void>;
}

export const subscribersRoutes = (options: SubscribersRoutesOptions): MountedRoute[] => [
  ...ownRoutes(options),
  ...messagesRoutes(options),
];

const ownRoutes = ({ subscribers, refuseWatchedAgent }: SubscribersRoutesOptions): MountedRoute[] => [
  serve(contract.listSubscribers, async ({ query }) => reply(200, await subscribers.list(query))),
  serve(contract.createSubscriber, async (context) => {
    await refuseWatchedAgent(context.peer);
    return reply(201, await subscribers.make(context.body, causeOf(context)));
  }),
  serve(contract.changeSubscriber, async (context) => {
    await refuseWatchedAgent(context.peer);
    const { params, body } = context;
    return reply(200, await subscribers.change(params.subscriberId, body, causeOf(context)));
  }),
  serve(contract.renewSubscriberSecret, async (context) => {
    await refuseWatchedAgent(context.peer);
    return reply(200, await subscribers.renewSecret(context.params.subscriberId, causeOf(context)));
  }),
  serve(contract.removeSubscriber, async (context) => {
    await refuseWatchedAgent(context.peer);
    await subscribers.remove(context.params.subscriberId, causeOf(context));
    return reply(204, null);
  }),
];

const messagesRoutes = ({ messages, refuseWatchedAgent }: SubscribersRoutesOptions): MountedRoute[] => [
  serve(contract.testSubscriber, async (context) => {
    await refuseWatchedAgent(context.peer);
    return reply(200, await messages.test(context.params.subscriberId, causeOf(context)));
  }),
  serve(contract.listMessages, async ({ params, query }) =>
    reply(200, await messages.list(params.subscriberId, query)),
  ),
  serve(contract.getMessage, async ({ params }) => reply(200, await messages.get(params))),
  serve(contract.replayMessage, async (context) => {
    await refuseWatchedAgent(context.peer);
    return reply(202, await messages.replay(context.params, causeOf(context)));
  }),
  serve(contract.replayDeadMessages, async (context) => {
    await refuseWatchedAgent(context.peer);
    return reply(202, await messages.replayDead(context.params.subscriberId, causeOf(context)));
  }),
];
