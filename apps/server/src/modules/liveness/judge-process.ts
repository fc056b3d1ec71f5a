import type { SeenProcess } from "../../platform/processes/process-table.ts";
import type { WatchedProcess } from "../agents/index.ts";
import type { PaneStanding } from "./pane-standing.ts";

/** Why a process is taken for gone. */
export type GoneReason = "process_gone" | "pane_gone" | "pane_left" | "silent";

/** What is known of a process now. */
export interface Evidence {
  now: number;
  /** What lives under its number; undefined where nothing does, or it has none. */
  found: SeenProcess | undefined;
  /** Whether any process that hooks told of was found here; else they may come from where numbers mean others. */
  numbersMatch: boolean;
  pane: PaneStanding;
  /** After how long without a word one of which nothing else is known is gone; null while silence proves nothing. */
  silentMs: number | null;
}

export type Verdict =
  /** `learnt` is its birth, where that was not known yet. */
  { kind: "lives"; learnt: string | null } | { kind: "gone"; reason: GoneReason } | { kind: "unknown" };

/** Clocks and their seconds are no more exact than that. */
const slackMs = 2_000;
const gone = (reason: GoneReason): Verdict => ({ kind: "gone", reason });
const unknown: Verdict = { kind: "unknown" };

/** Whether a process is gone: by its number and birth, else by its pane, else by how long nothing was heard. */
export function judgeProcess(watched: WatchedProcess, evidence: Evidence): Verdict {
  const byNumber = watched.pid === null ? unknown : judgeByNumber(watched, evidence);
  if (byNumber.kind !== "unknown") return byNumber;
  if (evidence.pane === "held") return { kind: "lives", learnt: null };
  if (evidence.pane === "gone") return gone("pane_gone");
  if (evidence.pane === "left") return gone("pane_left");
  const { now, silentMs } = evidence;
  const quietMs = now - watched.lastSeenAt.getTime();
  return silentMs !== null && quietMs > silentMs ? gone("silent") : unknown;
}

function judgeByNumber({ birth, seenAt }: WatchedProcess, evidence: Evidence): Verdict {
  const { found, numbersMatch, now } = evidence;
  if (birth !== null) {
    return found?.birth === birth ? { kind: "lives", learnt: null } : gone("process_gone");
  }
  // One that began after a hook had told its number is another one.
  const isOlder = found !== undefined && found.ageMs + slackMs >= now - seenAt.getTime();
  if (isOlder) return { kind: "lives", learnt: found.birth };
  return numbersMatch ? gone("process_gone") : unknown;
}
