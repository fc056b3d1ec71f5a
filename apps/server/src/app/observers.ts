import type { Logger } from "pino";
import type { Service } from "../kernel/module.ts";
import { createMetrics, type ExposedMetrics } from "../platform/metrics/create-metrics.ts";
import { noTracing, type Tracing } from "../platform/tracing/tracing.ts";
import type { Config } from "./config.ts";

/** Who watches the server from outside. */
export interface Observers {
  metrics: ExposedMetrics;
  tracing: Tracing;
}

/** Opens what the configuration asks for; what it doesn't is not even loaded. */
export async function openObservers(config: Config, log: Logger): Promise<Observers & { service: Service }> {
  const metrics = createMetrics({ log: log.child({ part: "metrics" }) });
  const tracing = await tracingOf(config, log.child({ part: "tracing" }));
  return {
    metrics,
    tracing: tracing ?? noTracing,
    service: { name: "observers", stop: () => tracing?.close() },
  };
}

async function tracingOf({ tracing: wanted }: Config, log: Logger) {
  if (wanted === undefined) return undefined;
  const { openTracing } = await import("../platform/tracing/open-tracing.ts");
  return openTracing(wanted, log);
}
