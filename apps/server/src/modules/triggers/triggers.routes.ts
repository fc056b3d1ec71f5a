import * as deliveryContract from "@signalbox/contract/deliveries";
import * as contract from "@signalbox/contract/triggers";
import { causeOf, type MountedRoute, type Peer, reply, serve } from "../../platform/http/http.ts";
import type { DeliveriesService } from "./deliveries/deliveries.service.ts";
import { TooManyDeliveries } from "./deliveries/take.ts";
import type { SourcesService } from "./sources/sources.service.ts";
import type { TriggersService } from "./triggers.service.ts";

interface TriggersRoutesOptions {
  sources: SourcesService;
  deliveries: DeliveriesService;
  triggers: TriggersService;
  /** Throws where a watched agent, or a program it started, is at the other end. */
  refuseWatchedAgent(peer: Peer): Promise<void>;
}

export const triggersRoutes = (options: TriggersRoutesOptions): MountedRoute[] => [
  ...sourcesRoutes(options),
  ...deliveriesRoutes(options),
  ...ownRoutes(options),
];

const sourcesRoutes = ({ sources, refuseWatchedAgent }: TriggersRoutesOptions): MountedRoute[] => [
  serve(deliveryContract.listSources, async ({ query }) => reply(200, await sources.list(query))),
  serve(deliveryContract.createSource, async (context) => {
    await refuseWatchedAgent(context.peer);
    return reply(201, await sources.make(context.body, causeOf(context)));
  }),
  serve(deliveryContract.changeSource, async (context) => {
    await refuseWatchedAgent(context.peer);
    return reply(200, await sources.change(context.params.sourceId, context.body, causeOf(context)));
  }),
  serve(deliveryContract.renewSourceSecret, async (context) => {
    await refuseWatchedAgent(context.peer);
    const { params, body } = context;
    return reply(200, await sources.renewSecret(params.sourceId, body.secret, causeOf(context)));
  }),
  serve(deliveryContract.removeSource, async (context) => {
    await refuseWatchedAgent(context.peer);
    await sources.remove(context.params.sourceId, causeOf(context));
    return reply(204, null);
  }),
];

const deliveriesRoutes = ({ deliveries, refuseWatchedAgent }: TriggersRoutesOptions): MountedRoute[] => [
  serve(deliveryContract.deliver, async ({ params, headers, rawBody, setHeader }) => {
    try {
      return reply(202, await deliveries.take(params.sourceId, headers, rawBody));
    } catch (error) {
      if (error instanceof TooManyDeliveries) setHeader("retry-after", String(error.seconds));
      throw error;
    }
  }),
  serve(deliveryContract.listDeliveries, async ({ query }) => reply(200, await deliveries.list(query))),
  serve(deliveryContract.getDelivery, async ({ params }) =>
    reply(200, await deliveries.get(params.deliveryId)),
  ),
  serve(deliveryContract.replayDelivery, async (context) => {
    await refuseWatchedAgent(context.peer);
    return reply(202, await deliveries.replay(context.params.deliveryId, causeOf(context)));
  }),
];

const ownRoutes = ({ triggers, refuseWatchedAgent }: TriggersRoutesOptions): MountedRoute[] => [
  serve(contract.listTriggers, async ({ query }) => reply(200, await triggers.list(query))),
  serve(contract.createTrigger, async (context) => {
    // What a trigger starts runs unasked: no agent may make one.
    await refuseWatchedAgent(context.peer);
    return reply(201, await triggers.make(context.params.botId, context.body, causeOf(context)));
  }),
  serve(contract.changeTrigger, async (context) => {
    await refuseWatchedAgent(context.peer);
    return reply(200, await triggers.change(context.params.triggerId, context.body, causeOf(context)));
  }),
  serve(contract.authorizeTrigger, async (context) => {
    await refuseWatchedAgent(context.peer);
    const { params, body } = context;
    return reply(200, await triggers.authorize(params.triggerId, body.authorization, causeOf(context)));
  }),
  serve(contract.removeTrigger, async (context) => {
    await refuseWatchedAgent(context.peer);
    await triggers.remove(context.params.triggerId, causeOf(context));
    return reply(204, null);
  }),
  serve(contract.tryTrigger, async ({ params, body }) => reply(200, await triggers.try(params.botId, body))),
  serve(contract.listFirings, async ({ params, query }) =>
    reply(200, await triggers.firings(params.triggerId, query)),
  ),
];
