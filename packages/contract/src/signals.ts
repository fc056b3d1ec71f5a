import { z } from "zod";
import { Backend, Id, Instant, PageQuery, pageOf } from "./common.ts";
import { HookStatus } from "./hooks.ts";
import { defineRoute } from "./route.ts";

/** A signal that could not be applied: kept with its error, while its lane went on. */
export const ParkedSignal = z
  .object({
    id: Id,
    backend: z.string(),
    /** The CLI's own word for what was observed. */
    event: z.string(),
    receivedAt: Instant,
    error: z.string(),
    correlationId: z.string(),
    /** As it was stored: secrets redacted, cut to size. */
    payload: z.unknown(),
  })
  .meta({ id: "ParkedSignal" });
export type ParkedSignal = z.infer<typeof ParkedSignal>;

const SignalParam = z.object({ signalId: Id });

export const listParkedSignals = defineRoute({
  method: "GET",
  path: "/api/signals/parked",
  permission: "read",
  summary: "Signals that could not be applied, the newest first",
  query: PageQuery,
  replies: { 200: pageOf(ParkedSignal) },
  errors: ["request.cursor_invalid"],
});

export const applySignal = defineRoute({
  method: "POST",
  path: "/api/signals/:signalId/apply",
  permission: "operate",
  summary: "Try once more to apply a parked signal",
  params: SignalParam,
  replies: { 204: null },
  errors: ["signals.not_parked", "signals.not_applied", "signals.malformed"],
});

export const discardSignal = defineRoute({
  method: "DELETE",
  path: "/api/signals/:signalId",
  permission: "operate",
  summary: "Forget a parked signal",
  params: SignalParam,
  replies: { 204: null },
  errors: ["signals.not_parked"],
});

/** A hook that was turned away. */
export const RefusedHook = z
  .object({
    at: Instant,
    backend: z.string(),
    code: z.string(),
    reason: z.string(),
    correlationId: z.string(),
  })
  .meta({ id: "RefusedHook" });
export type RefusedHook = z.infer<typeof RefusedHook>;

/** How well one CLI is heard. */
export const HookHealth = z
  .object({
    backend: Backend,
    status: HookStatus,
    /** What a look at it finds, where its hooks arrive at the node that answers; else what the last check found. */
    checked: z
      .object({
        verdict: z.enum(["heard", "attention", "absent"]),
        reason: z.string().nullable(),
        at: Instant,
      })
      .nullable(),
    /** Signals of the last 24 hours, hour by hour, the oldest first. */
    hours: z.array(z.object({ hour: Instant, signals: z.number().int() })),
    parked: z.number().int(),
  })
  .meta({ id: "HookHealth" });
export type HookHealth = z.infer<typeof HookHealth>;

export const listHookHealth = defineRoute({
  method: "GET",
  path: "/api/hook-health",
  permission: "read",
  summary: "How well each CLI is heard, and what was turned away",
  replies: {
    200: z.object({
      items: z.array(HookHealth),
      /** Turned away by the node that answers since it began, the newest first; those with a wrong key are in the log. */
      refused: z.array(RefusedHook),
    }),
  },
});
