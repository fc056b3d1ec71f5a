import { getExecutionLimit, writeExecutionLimit } from "@signalbox/contract/execution-limits";
import { causeOf, type MountedRoute, reply, serve } from "../../../platform/http/http.ts";
import type { ExecutionsOptions } from "../options.ts";
import type { LimitsService } from "./limits.service.ts";

interface LimitsRoutesOptions extends Pick<ExecutionsOptions, "refuseWatchedAgent"> {
  limits: LimitsService;
}

export const limitsRoutes = ({ limits, refuseWatchedAgent }: LimitsRoutesOptions): MountedRoute[] => [
  serve(getExecutionLimit, async ({ params }) => reply(200, { most: await limits.of(params.projectId) })),
  serve(writeExecutionLimit, async (context) => {
    await refuseWatchedAgent(context.peer);
    const { most } = context.body;
    await limits.write(context.params.projectId, most, causeOf(context));
    return reply(200, { most });
  }),
];
