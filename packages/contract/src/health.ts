import { z } from "zod";
import { Instant } from "./common.ts";
import { defineRoute } from "./route.ts";

export const healthStatuses = ["ok", "warning", "failing"] as const;
/** `warning`: it works, and somebody should look. `failing`: something does not work. */
export const HealthStatus = z.enum(healthStatuses).meta({ id: "HealthStatus" });
export type HealthStatus = z.infer<typeof HealthStatus>;

/** How one part of Signalbox is, why, and what to do about it. */
export const HealthPart = z
  .object({
    name: z.string(),
    title: z.string(),
    status: HealthStatus,
    /** In plain words. */
    reason: z.string(),
    /** What to do; null where nothing is to be done. */
    cure: z.string().nullable(),
    facts: z.array(z.object({ word: z.string(), value: z.string() })),
    /** How it was on this node, the oldest first: each status with when it began. */
    history: z.array(z.object({ status: HealthStatus, at: Instant })),
  })
  .meta({ id: "HealthPart" });
export type HealthPart = z.infer<typeof HealthPart>;

export const HealthReport = z
  .object({
    /** The worst of its parts. */
    status: HealthStatus,
    at: Instant,
    version: z.string(),
    /** When this node began. */
    startedAt: Instant,
    parts: z.array(HealthPart),
  })
  .meta({ id: "HealthReport" });
export type HealthReport = z.infer<typeof HealthReport>;

export const getHealth = defineRoute({
  method: "GET",
  path: "/api/health",
  permission: "read",
  summary: "How each part of Signalbox is, with reasons and cures",
  replies: { 200: HealthReport },
});
