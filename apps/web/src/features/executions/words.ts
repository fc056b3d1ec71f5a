import type { Access, Execution, ExecutionState, WorkspaceKind } from "@signalbox/contract/executions";
import type { Aspect } from "../../ui/lamp.tsx";

export const stateAspects: Readonly<Record<ExecutionState, { aspect: Aspect; word: string }>> = {
  queued: { aspect: "commanded", word: "Queued" },
  running: { aspect: "processing", word: "Running" },
  paused: { aspect: "silent", word: "Paused" },
  succeeded: { aspect: "complete", word: "Succeeded" },
  failed: { aspect: "failed", word: "Failed" },
  timed_out: { aspect: "limited", word: "Timed out" },
  cancelled: { aspect: "ended", word: "Cancelled" },
  interrupted: { aspect: "failed", word: "Interrupted" },
};

export const accessWords: Readonly<Record<Access, string>> = {
  read: "Reads only",
  edit: "Edits files",
  full: "Does anything",
};

export const workspaceWords: Readonly<Record<WorkspaceKind, string>> = {
  none: "An empty folder",
  worktree: "A worktree",
  clone: "A clone",
  in_place: "The project's folder",
};

/** By which CLI and model. */
export const linkWords = ({ backend, model }: { backend: string; model: string | null }): string =>
  model === null ? backend : `${backend}, ${model}`;

/** What is tried, in this order. */
export const chainWords = (chain: readonly Parameters<typeof linkWords>[0][]): string =>
  chain.map(linkWords).join("; then ");

/** What is left of the time it may take; what stands still takes none. Null where it does not run. */
export const leftMs = (
  { deadline, pausedAt, endedAt }: Pick<Execution, "deadline" | "pausedAt" | "endedAt">,
  now: number,
): number | null => {
  if (deadline === null || endedAt !== null) return null;
  return Math.max(0, Date.parse(deadline) - (pausedAt === null ? now : Date.parse(pausedAt)));
};

/** How long it ran; null before it began. */
export const ranMs = (
  { startedAt, endedAt }: Pick<Execution, "startedAt" | "endedAt">,
  now: number,
): number | null =>
  startedAt === null
    ? null
    : Math.max(0, (endedAt === null ? now : Date.parse(endedAt)) - Date.parse(startedAt));
