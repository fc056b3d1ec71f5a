import type { Service } from "../../kernel/module.ts";
import type { MountedRoute, Peer } from "../../platform/http/http.ts";
import { pricesRoutes } from "./prices.routes.ts";
import { createPricesService, type PricesOptions, type PricesService } from "./prices.service.ts";

export interface PricesModule {
  api: Pick<PricesService, "costOf">;
  routes: MountedRoute[];
  services: Service[];
}

/** What tokens of models cost. */
export function createPrices({
  refuseWatchedAgent,
  ...options
}: PricesOptions & { refuseWatchedAgent(peer: Peer): Promise<void> }): PricesModule {
  const prices = createPricesService(options);
  return { api: prices, routes: pricesRoutes({ prices, refuseWatchedAgent }), services: [prices] };
}
