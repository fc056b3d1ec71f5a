import type { ExecutionDetail, ExecutionStep } from "@signalbox/contract/executions";
import type { Aspect } from "../../ui/lamp.tsx";
import { ranMs, stateAspects } from "./words.ts";

/** A place on the way of an execution, and how long it was from there to the next one. */
export interface CourseStop {
  word: string;
  at: string | null;
  aspect: Aspect;
  way: { word: string; ms: number; isNow: boolean } | null;
}

/** From the queue to its end, with what came between and behind; one that was cancelled before it began goes straight there. */
export const courseOf = (execution: ExecutionDetail, now: number): CourseStop[] => {
  const { queuedAt, startedAt, endedAt, steps } = execution;
  const begun = startedAt ?? endedAt;
  const queued: CourseStop = {
    ...{ word: "Queued", at: queuedAt, aspect: begun === null ? "commanded" : "complete" },
    way: wayOf("waited", { at: queuedAt, endedAt: begun }, now),
  };
  if (startedAt === null && endedAt !== null) return [queued, endOf(execution, now)];
  const workspace = steps.find(({ name }) => name === "workspace");
  const prepared: CourseStop[] =
    workspace === undefined
      ? []
      : [
          {
            ...{ word: "Workspace", at: workspace.at },
            aspect: workspace.endedAt === null ? "processing" : "complete",
            way: wayOf("took", workspace, now),
          },
        ];
  const started = attemptsOf(execution, now) ?? [startOf(execution, now)];
  return [queued, ...prepared, ...started, endOf(execution, now), ...behind(execution)];
};

/** Each attempt, and what was waited for the next; null where one was enough. */
function attemptsOf(
  { steps, waitsUntil, endedAt, attempts: told }: ExecutionDetail,
  now: number,
): CourseStop[] | null {
  const attempts = steps.filter(({ name }) => name === "attempt");
  if (attempts.length < 2 && waitsUntil === null) return null;
  return attempts.flatMap((attempt, index): CourseStop[] => {
    // Those that could not be started have no step.
    const state = told.filter(({ startedAt, endedAt: end }) => startedAt !== end)[index]?.state ?? null;
    const over = state === null ? "complete" : stateAspects[state].aspect;
    const stop: CourseStop = {
      ...{
        word: `Attempt ${index + 1}`,
        at: attempt.at,
        aspect: attempt.endedAt === null ? "processing" : over,
      },
      way: wayOf("ran", attempt, now),
    };
    const next = attempts[index + 1]?.at ?? null;
    if (attempt.endedAt === null || (next === null && endedAt !== null)) return [stop];
    const pause = { at: attempt.endedAt, endedAt: next };
    const aspect: Aspect = next === null ? "limited" : "complete";
    const waits: CourseStop = {
      word: `Wait ${index + 1}`,
      at: pause.at,
      aspect,
      way: wayOf("waited", pause, now),
    };
    const isLong = next === null || Date.parse(next) - Date.parse(pause.at) >= shortestWaitMs;
    return isLong ? [stop, waits] : [stop];
  });
}

/** What goes on at once has waited for nothing. */
const shortestWaitMs = 2_000;

const wayOf = (word: string, { at, endedAt }: Pick<ExecutionStep, "at" | "endedAt">, now: number) => ({
  ...{ word, isNow: endedAt === null },
  ms: Math.max(0, (endedAt === null ? now : Date.parse(endedAt)) - Date.parse(at)),
});

function startOf(execution: ExecutionDetail, now: number): CourseStop {
  const { startedAt, endedAt, steps } = execution;
  const attempt = steps.find(({ name }) => name === "attempt");
  const isPrepared = !steps.some(({ name }) => name === "workspace") || attempt !== undefined;
  const at = isPrepared ? (attempt?.at ?? startedAt) : null;
  if (at === null) return { word: "Started", at, aspect: "idle", way: { word: "ran", ms: 0, isNow: false } };
  const way = { word: "ran", ms: ranMs({ ...execution, startedAt: at }, now) ?? 0, isNow: endedAt === null };
  return { word: "Started", at, aspect: endedAt === null ? "processing" : "complete", way };
}

function endOf({ endedAt, state, steps }: ExecutionDetail, now: number): CourseStop {
  if (endedAt === null) return { word: "Ended", at: null, aspect: "idle", way: null };
  const left = steps.find(({ name }) => name === "outcome");
  const way = left === undefined ? null : wayOf("outcomes took", left, now);
  return { ...stateAspects[state], at: endedAt, way };
}

/** What it leaves behind is there. */
function behind({ steps, outcomes }: ExecutionDetail): CourseStop[] {
  const left = steps.find(({ name }) => name === "outcome");
  if (left === undefined) return [];
  const hasFailed = outcomes.some(({ state }) => state === "failed");
  const settled: Aspect = hasFailed ? "failed" : "complete";
  return [
    { word: "Outcomes", at: left.endedAt, aspect: left.endedAt === null ? "idle" : settled, way: null },
  ];
}
