import type { Execution } from "@signalbox/contract/executions";
import type { Aspect } from "../../ui/lamp.tsx";
import { ranMs, stateAspects } from "./words.ts";

/** A place on the way of an execution, and how long it was from there to the next one. */
export interface CourseStop {
  word: string;
  at: string | null;
  aspect: Aspect;
  way: { word: string; ms: number; isNow: boolean } | null;
}

/** When it was queued, began and ended; one that was cancelled before it began goes straight to its end. */
export const courseOf = (execution: Execution, now: number): CourseStop[] => {
  const { queuedAt, startedAt, endedAt, state } = execution;
  const begun = startedAt ?? endedAt;
  const waited = (begun === null ? now : Date.parse(begun)) - Date.parse(queuedAt);
  const queued: CourseStop = {
    ...{ word: "Queued", at: queuedAt, aspect: begun === null ? "commanded" : "complete" },
    way: { word: "waited", ms: Math.max(0, waited), isNow: begun === null },
  };
  const started: CourseStop = {
    ...{ word: "Started", at: startedAt, aspect: startOf(execution) },
    way: { word: "ran", ms: ranMs(execution, now) ?? 0, isNow: startedAt !== null && endedAt === null },
  };
  const ended: CourseStop =
    endedAt === null
      ? { word: "Ended", at: null, aspect: "idle", way: null }
      : { ...stateAspects[state], at: endedAt, way: null };
  return startedAt === null && endedAt !== null ? [queued, ended] : [queued, started, ended];
};

const startOf = ({ startedAt, endedAt }: Execution): Aspect => {
  if (startedAt === null) return "idle";
  return endedAt === null ? "processing" : "complete";
};
