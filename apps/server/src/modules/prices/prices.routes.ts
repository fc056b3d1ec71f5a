import * as contract from "@signalbox/contract/prices";
import { causeOf, type MountedRoute, nameOf, type Peer, reply, serve } from "../../platform/http/http.ts";
import type { PricesService } from "./prices.service.ts";

interface PricesRoutesOptions {
  prices: PricesService;
  /** @throws AppError `auth.watched_agent` */
  refuseWatchedAgent(peer: Peer): Promise<void>;
}

export const pricesRoutes = ({ prices, refuseWatchedAgent }: PricesRoutesOptions): MountedRoute[] => [
  serve(contract.listPrices, async ({ query }) => reply(200, await prices.list(query))),
  serve(contract.listWrittenPrices, async ({ query }) => reply(200, await prices.written(query))),
  serve(contract.createPrice, async (context) => {
    await refuseWatchedAgent(context.peer);
    return reply(201, await prices.make(context.body, writerOf(context)));
  }),
  serve(contract.removePrice, async (context) => {
    await refuseWatchedAgent(context.peer);
    await prices.remove(context.params.priceId, writerOf(context));
    return reply(204, null);
  }),
];

const writerOf = (context: Parameters<typeof causeOf>[0]) => ({
  ...causeOf(context),
  name: nameOf(context.caller),
});
