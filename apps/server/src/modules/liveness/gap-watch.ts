import type { Logger } from "pino";
import { hashText } from "../../kernel/ids.ts";
import type { TmuxPane } from "../../platform/tmux/panes.ts";
import type { Tmux } from "../../platform/tmux/tmux.ts";
import type { WatchedProcess } from "../agents/index.ts";
import type { PaneWatch } from "./pane-watch.ts";
import type { Unheard } from "./ports.ts";

/** What is remembered of a pane since its agent was last heard of. */
export interface PaneMemory {
  lastSeenAt: number;
  /** When the pane last showed something new, as far as that was looked at. */
  activeAt: number;
  /** Of the words it showed at the last look; null before the first. */
  words: string | null;
  /** It is not looked at again before. */
  nextLookAt: number;
  waitMs: number;
}

interface Quiet {
  now: number;
  lastSeenAt: number;
  activeAt: number;
}

/** A pane that moves while nothing is heard for this long shows something that no hook tells. */
const quietMs = 5_000;
/** What a hook told shows on the screen this long after, at most. */
const shownWithinMs = 3_000;
const [firstWaitMs, longestWaitMs] = [5_000, 60_000];

/** Starts anew with each signal, and tells whether the pane is worth a look. */
export function gapOf(
  known: PaneMemory | undefined,
  quiet: Quiet,
): { memory: PaneMemory; worthALook: boolean } {
  const { now, lastSeenAt, activeAt } = quiet;
  const fresh = {
    lastSeenAt,
    activeAt: lastSeenAt + shownWithinMs,
    words: null,
    nextLookAt: 0,
    waitMs: firstWaitMs,
  };
  const memory = known?.lastSeenAt === lastSeenAt ? known : fresh;
  const worthALook = now - lastSeenAt >= quietMs && activeAt > memory.activeAt && now >= memory.nextLookAt;
  return { memory, worthALook };
}

/** After a look at its words: whether they are others than before, and when it is looked at next. */
export function looked(memory: PaneMemory, words: string, { now, activeAt }: Quiet) {
  const moved = memory.words !== words;
  const waitMs = moved ? Math.min(memory.waitMs * 2, longestWaitMs) : memory.waitMs;
  const next = { words, waitMs, nextLookAt: now + memory.waitMs };
  // tmux tells full seconds: more may have come within the one of this look.
  return { moved, memory: { ...memory, ...next, activeAt: Math.min(activeAt, now - 2_000) } };
}

/** Counters, clocks and what turns round while an agent works are no words. */
export const wordsOf = (screen: string): string => hashText((screen.match(/\p{L}{3,}/gu) ?? []).join(" "));

export interface GapWatchOptions {
  tmux: Pick<Tmux, "capture">;
  panes: PaneWatch;
  unheard: Unheard;
  now: () => number;
  log: Logger;
  asked(): void;
}

export interface GapWatch {
  /** Looks once at the panes of agents that went quiet. */
  look(watched: readonly WatchedProcess[]): Promise<void>;
}

/** Notices that an agent's pane moves while nothing is heard of it. */
export const createGapWatch = ({ tmux, panes, unheard, log, ...options }: GapWatchOptions): GapWatch => {
  let memories = new Map<string, PaneMemory>();

  const lookAt = async (process: WatchedProcess, pane: TmuxPane): Promise<PaneMemory> => {
    const quiet = {
      now: options.now(),
      lastSeenAt: process.lastSeenAt.getTime(),
      activeAt: pane.activeAt,
    };
    const { memory, worthALook } = gapOf(memories.get(process.processId), quiet);
    const screen = worthALook ? await tmux.capture(pane) : null;
    if (screen === null) return memory;
    const { moved, memory: next } = looked(memory, wordsOf(screen), quiet);
    if (moved) await ask(process.agentId);
    return next;
  };
  const ask = async (agentId: string) => {
    options.asked();
    await unheard
      .reconcile(agentId, "its pane moved and nothing was heard")
      .catch((error: unknown) =>
        log.warn({ err: error, agentId }, "what went unheard could not be looked up"),
      );
  };
  return {
    async look(watched) {
      const next = new Map<string, PaneMemory>();
      for (const process of watched) {
        const pane = panes.paneOf(process.processId);
        if (pane !== undefined) next.set(process.processId, await lookAt(process, pane));
      }
      memories = next;
    },
  };
};
