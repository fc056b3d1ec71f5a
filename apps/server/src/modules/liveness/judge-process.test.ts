import { describe, expect, test } from "vitest";
import type { WatchedProcess } from "../agents/index.ts";
import { type Evidence, judgeProcess } from "./judge-process.ts";

const now = 1_000_000_000;
const hour = 3_600_000;
const ago = (ms: number) => new Date(now - ms);

/** A process heard of an hour ago, and its agent a minute ago. */
const watched = (of: Partial<WatchedProcess> = {}): WatchedProcess => ({
  agentId: "agent",
  backend: "claude",
  sessionId: "session",
  lastSeenAt: ago(60_000),
  processId: "process",
  pid: 7,
  pane: null,
  birth: "born",
  seenAt: ago(hour),
  untouchedPrompt: null,
  stateSince: ago(hour),
  ...of,
});

const evidence = (of: Partial<Evidence> = {}): Evidence => ({
  now,
  found: undefined,
  numbersMatch: true,
  pane: "unknown",
  silentMs: 24 * hour,
  ...of,
});

const found = (birth: string, ageMs = 2 * hour) => ({ birth, ageMs, parent: 1, inFront: true });
const lives = (learnt: string | null = null) => ({ kind: "lives", learnt });
const gone = (reason: string) => ({ kind: "gone", reason });
const unknown = { kind: "unknown" };
const unborn = { birth: null };
const nameless = { pid: null, birth: null };

describe("a process", () => {
  test.each([
    ["with its birth under its number lives", watched(), { found: found("born") }, lives()],
    ["with nothing under its number is gone", watched(), {}, gone("process_gone")],
    ["whose number is another's is gone", watched(), { found: found("later") }, gone("process_gone")],
    [
      "that is gone by its number is gone whatever its pane is",
      watched(),
      { pane: "held" as const },
      gone("process_gone"),
    ],
    [
      "found for the first time lives, and its birth is learnt",
      watched(unborn),
      { found: found("new") },
      lives("new"),
    ],
    [
      "that began before any number matched lives",
      watched(unborn),
      { found: found("new"), numbersMatch: false },
      lives("new"),
    ],
    [
      "that began as it was heard of lives",
      watched({ ...unborn, seenAt: ago(1_500) }),
      { found: found("new", 100) },
      lives("new"),
    ],
    [
      "that began after its number was told is another one",
      watched(unborn),
      { found: found("new", 60_000) },
      gone("process_gone"),
    ],
    ["that was never found is gone where numbers match", watched(unborn), {}, gone("process_gone")],
    ["that was never found tells nothing where none does", watched(unborn), { numbersMatch: false }, unknown],
    [
      "of another numbering is judged by its pane",
      watched(unborn),
      { numbersMatch: false, pane: "gone" as const },
      gone("pane_gone"),
    ],
    ["without a number lives while its pane is held", watched(nameless), { pane: "held" as const }, lives()],
    ["without a number goes with its pane", watched(nameless), { pane: "gone" as const }, gone("pane_gone")],
    [
      "without a number is gone when its pane shows a shell",
      watched(nameless),
      { pane: "left" as const },
      gone("pane_left"),
    ],
    [
      "of which nothing is known is not gone yet",
      watched({ ...nameless, lastSeenAt: ago(23 * hour) }),
      {},
      unknown,
    ],
    [
      "of which nothing is known is gone after a long silence",
      watched({ ...nameless, lastSeenAt: ago(25 * hour) }),
      {},
      gone("silent"),
    ],
    [
      "is not gone by a silence that proves nothing",
      watched({ ...nameless, lastSeenAt: ago(25 * hour) }),
      { silentMs: null },
      unknown,
    ],
    [
      "that lives may be silent for ever",
      watched({ lastSeenAt: ago(900 * hour) }),
      { found: found("born") },
      lives(),
    ],
  ])("%s", (_, process, known, verdict) => {
    expect(judgeProcess(process, evidence(known))).toEqual(verdict);
  });
});
