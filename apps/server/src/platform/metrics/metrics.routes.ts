import { exposeMetrics } from "@signalbox/contract/operations";
import { type MountedRoute, reply, serve } from "../http/http.ts";
import type { ExposedMetrics } from "./create-metrics.ts";

/** What this node measures, for Prometheus. */
export const metricsRoutes = (metrics: Pick<ExposedMetrics, "expose">): MountedRoute[] => [
  serve(exposeMetrics, async () => reply(200, await metrics.expose())),
];
