import type { Reaction } from "../../platform/events/events.ts";
import type { MountedRoute, Peer } from "../../platform/http/http.ts";
import type { Loop } from "../../platform/nodes/loops.ts";
import type { Outbound } from "../../platform/outbound/outbound.ts";
import { createOutboundFetch } from "../../platform/outbound/outbound-fetch.ts";
import { createBell } from "../liveness/index.ts";
import { createDeliveries } from "./deliveries/deliveries.service.ts";
import { eventStarts } from "./on-events/event-starts.ts";
import type { TriggersOptions } from "./options.ts";
import { knownSources } from "./sources/known-sources.ts";
import { createSources } from "./sources/sources.service.ts";
import { triggersLoops, watchesLoop } from "./triggers.loops.ts";
import { onEvents } from "./triggers.reactions.ts";
import { triggersRoutes } from "./triggers.routes.ts";
import { createTriggersService } from "./triggers.service.ts";

export interface TriggersModuleOptions extends Omit<TriggersOptions, "bells" | "known" | "fetch"> {
  outbound: Pick<Outbound, "addressOf">;
  /** Whether this node runs bots, and watches files for them. */
  runs: boolean;
  refuseWatchedAgent(peer: Peer): Promise<void>;
}

/** Whoever waits for a delivery waits for nothing else that comes with it. */
const soonMs = 5;
/** Of what an address answers. */
const limits = { timeLimitMs: 15_000, mostBytes: 1_000_000 };

/** What starts bots without a person: webhooks, GitHub, the clock, events, what addresses answer, and files. */
export function createTriggers({ refuseWatchedAgent, outbound, runs, ...given }: TriggersModuleOptions): {
  routes: MountedRoute[];
  loops: Loop[];
  reactions: Reaction[];
} {
  const bells = {
    deliveries: createBell({ soonMs }),
    schedules: createBell({ soonMs }),
    polls: createBell({ soonMs }),
    watches: createBell(),
  };
  const known = knownSources(given);
  const fetch = createOutboundFetch({ outbound, ...limits, leavesOrigin: true });
  const options = { ...given, known, bells, fetch };
  return {
    routes: triggersRoutes({
      refuseWatchedAgent,
      triggers: createTriggersService(options),
      sources: createSources(options),
      deliveries: createDeliveries(options),
    }),
    loops: [...triggersLoops(options), ...(runs ? [watchesLoop(options)] : [])],
    reactions: [onEvents(eventStarts(options))],
  };
}
