import { applySignal, discardSignal, listParkedSignals } from "@signalbox/contract/signals";
import { actorOf, type Caller, type MountedRoute, reply, serve } from "../../../platform/http/http.ts";
import type { ParkedSignals } from "./parked.service.ts";

const causeOf = ({ caller, correlationId }: { caller: Caller; correlationId: string }) => ({
  actor: actorOf(caller),
  correlationId,
});

export const parkedRoutes = (parked: ParkedSignals): MountedRoute[] => [
  serve(listParkedSignals, async ({ query }) => reply(200, await parked.list(query))),
  serve(applySignal, async (context) => {
    await parked.apply(context.params.signalId, causeOf(context));
    return reply(204, null);
  }),
  serve(discardSignal, async (context) => {
    await parked.discard(context.params.signalId, causeOf(context));
    return reply(204, null);
  }),
];
