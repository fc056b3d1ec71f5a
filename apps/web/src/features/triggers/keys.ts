import type { DeliveryState } from "@signalbox/contract/deliveries";

/** Which deliveries are listed. */
export interface DeliveryFilter {
  sourceId?: string;
  state?: DeliveryState;
  text?: string;
}

export const triggerKeys = {
  all: ["triggers"] as const,
  ofBot: (botId: string) => ["triggers", "bot", botId] as const,
  everywhere: ["triggers", "everywhere"] as const,
  firings: ["firings"] as const,
  firingsOf: (triggerId: string) => ["firings", triggerId] as const,
  lastFirings: (triggerId: string) => ["firings", "last", triggerId] as const,
};

export const sourceKeys = { all: ["sources"] as const };

export const deliveryKeys = {
  all: ["deliveries"] as const,
  lists: ["deliveries", "list"] as const,
  list: (filter: DeliveryFilter) => ["deliveries", "list", filter] as const,
  last: (sourceId: string) => ["deliveries", "list", "last", sourceId] as const,
  one: (id: string) => ["deliveries", "one", id] as const,
};
