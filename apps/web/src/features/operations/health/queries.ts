import { getHealth, type HealthStatus } from "@signalbox/contract/health";
import { queryOptions, useQuery } from "@tanstack/react-query";
import { api } from "../../../lib/api.ts";
import type { Aspect } from "../../../ui/lamp.tsx";

export const healthQuery = (everyMs: number) =>
  queryOptions({
    queryKey: ["health"] as const,
    queryFn: ({ signal }) => api.call(getHealth, { signal }),
    // Nothing tells of a disk that fills, or of a part that hangs.
    refetchInterval: everyMs,
    staleTime: 1_000,
  });

export const aspectOf: Record<HealthStatus, Aspect> = {
  ok: "processing",
  warning: "elsewhere",
  failing: "failed",
};
export const statusWords: Record<HealthStatus, string> = {
  ok: "Well",
  warning: "Needs a look",
  failing: "Failing",
};

/** Beside the navigation it need not be known at once. */
const gladlyMs = 30_000;

/** How many parts of Signalbox need a look. */
export const useTroubles = (): number =>
  useQuery(healthQuery(gladlyMs)).data?.parts.filter(({ status }) => status !== "ok").length ?? 0;
