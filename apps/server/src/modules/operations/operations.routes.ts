import { getHealth, type HealthReport } from "@signalbox/contract/health";
import { healthLive, healthReady } from "@signalbox/contract/operations";
import { type MountedRoute, reply, serve } from "../../platform/http/http.ts";

export const reportRoutes = (report: () => Promise<HealthReport>): MountedRoute[] => [
  serve(getHealth, async () => reply(200, await report())),
];

export const healthRoutes = (isReady: () => Promise<boolean>): MountedRoute[] => [
  serve(healthLive, async () => reply(200, { status: "ok" })),
  serve(healthReady, async () =>
    (await isReady()) ? reply(200, { status: "ok" }) : reply(503, { status: "unavailable" }),
  ),
];
