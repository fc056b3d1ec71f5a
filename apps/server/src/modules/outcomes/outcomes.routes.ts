import * as contract from "@signalbox/contract/outcomes";
import { type Cause, causeOf, type MountedRoute, type Peer, reply, serve } from "../../platform/http/http.ts";
import type { OutcomesService } from "./outcomes.service.ts";

interface OutcomesRoutesOptions {
  service: OutcomesService;
  secretTime(botId: string): Promise<Date | null>;
  makeSecret(botId: string, by: Cause): Promise<string>;
  refuseWatchedAgent(peer: Peer): Promise<void>;
}

export const outcomesRoutes = ({
  service,
  secretTime,
  makeSecret,
  refuseWatchedAgent,
}: OutcomesRoutesOptions): MountedRoute[] => [
  serve(contract.retryOutcome, async (context) => {
    await refuseWatchedAgent(context.peer);
    return reply(202, await service.retry(context.params, causeOf(context)));
  }),
  serve(contract.getSigningSecret, async ({ params }) => {
    const madeAt = await secretTime(params.botId);
    return reply(200, { madeAt: madeAt?.toISOString() ?? null });
  }),
  serve(contract.createSigningSecret, async (context) => {
    await refuseWatchedAgent(context.peer);
    return reply(201, { secret: await makeSecret(context.params.botId, causeOf(context)) });
  }),
];
