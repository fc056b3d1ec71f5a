import { getHealth, type HealthPart, type HealthStatus } from "@signalbox/contract/health";
import { queryOptions, useQuery } from "@tanstack/react-query";
import { api } from "../../../lib/api.ts";
import type { Aspect } from "../../../ui/lamp.tsx";
import { healthKey } from "../keys.ts";

export const healthQuery = (everyMs: number) =>
  queryOptions({
    queryKey: healthKey,
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
const gladlyMs = 10_000;

/** The parts of Signalbox that need a look, each with why. */
export const useTroubles = (): readonly HealthPart[] =>
  useQuery(healthQuery(gladlyMs)).data?.parts.filter(({ status }) => status !== "ok") ?? none;

const none: readonly HealthPart[] = [];
