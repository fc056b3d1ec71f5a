import type { Outcome } from "@signalbox/contract/agents";
import type { Observation } from "../../backends/index.ts";
import type { Fact } from "./facts.ts";
import { detectIntent } from "./intent/detect-intent.ts";
import { inOneLine, lastSpokenLine } from "./one-line.ts";
import { confirmTurn } from "./prompts.ts";
import type { ClosedCommand } from "./tracked.ts";
import { sameWords, sightAgain } from "./words.ts";
import { recordTurn, type Work } from "./work.ts";

type Of<K extends Observation["kind"]> = Extract<Observation, { kind: K }>;

/** Words that nobody knew for the last ones of their command. */
function judgeLastWords({ facts }: Work, closed: ClosedCommand, end: Observation): void {
  if (end.kind !== "stopped" && end.kind !== "child_stopped") return;
  const words = sameWords(closed, end.text, ["transcript"]).at(-1);
  if (words === undefined) return;
  facts.push(judgement(words.turnId, end.text));
}

/** What the last words of a turn were. */
export function judgement(turnId: string, text: string): Fact {
  const { intent, confidence, rule } = detectIntent(text);
  return { kind: "turn_judged", turnId, intent, confidence, rule: `stopped: ${rule}` };
}

/** What was said until Escape is handed in as an answer by some hooks, right before the transcript tells of the key. */
const cutShortWithinMs = 2_000;
const wasCutShort = ({ signal }: Work, { outcome, at }: ClosedCommand, end: Observation): boolean =>
  end.kind === "interrupted" && outcome === "done" && Math.abs(signal.at.getTime() - at) <= cutShortWithinMs;

/** The transcript has the words of a failure that a hook told of. */
function confirmFailure(work: Work, closed: ClosedCommand, end: Observation): boolean {
  if (end.kind !== "stop_failed") return false;
  const [told] = sameWords(closed, end.text, ["hook"]);
  if (told === undefined) return false;
  confirmTurn(work, told.turnId);
  sightAgain(closed, told);
  return true;
}

type Ending = Pick<
  Extract<Fact, { kind: "command_amended" }>,
  "errorClass" | "errorText" | "resetsAt" | "summary"
>;

const byTranscript = "the transcript tells how it ended";

/** Gives a command that was closed on a conclusion the outcome that the transcript tells, or a hook that came late. */
export function amend(work: Work, closed: ClosedCommand, end: Observation, rule = byTranscript): void {
  judgeLastWords(work, closed, end);
  if (confirmFailure(work, closed, end)) return;
  if (closed.told && !wasCutShort(work, closed, end)) return;
  const none: Ending = { errorClass: null, errorText: null, resetsAt: null, summary: null };
  const outcomeIs = (outcome: Outcome, more: Partial<Ending> = {}) => {
    closed.told = true;
    closed.outcome = outcome;
    work.facts.push({ kind: "command_amended", id: closed.id, outcome, rule, ...none, ...more });
  };
  if (end.kind === "interrupted") outcomeIs("interrupted");
  else if (end.kind === "session_ended") outcomeIs("session_ended");
  else if (end.kind === "child_stopped" || (end.kind === "stopped" && end.childrenRunning !== true)) {
    outcomeIs("done", { summary: inOneLine(lastSpokenLine(end.text)) });
  } else if (end.kind === "stop_failed") {
    const { errorClass, text: errorText, resetsAt } = end;
    const turn = { commandId: closed.id, actor: "agent", intent: "completion" } as const;
    recordTurn(work, { ...turn, rule: "stopped by a failure", text: errorText });
    outcomeIs("failed", { errorClass, errorText, resetsAt });
    restAt(work, closed, end);
  }
}

/** An agent rests at the failure of its newest command. */
function restAt({ agent }: Work, closed: ClosedCommand, { errorClass, resetsAt }: Of<"stop_failed">): void {
  const { open, closed: all } = agent.memory;
  if (open !== null || all.at(-1)?.id !== closed.id) return;
  agent.errorClass = errorClass;
  agent.resetsAt = resetsAt?.getTime() ?? null;
}

/** Ends that are concluded from what is not there any more. */
const concluded: readonly (string | null)[] = ["process_gone", "pane_gone", "pane_left"];
const lateWithinMs = 10_000;

/** The last hooks of a process may be heard after it was found gone: they know better how it ended. */
export function correctEnd(work: Work): void {
  const { agent, signal, at } = work;
  const { observation } = signal;
  if (!concluded.includes(agent.endReason) || at - (agent.endedAt ?? at) > lateWithinMs) return;
  const last = agent.memory.closed.at(-1);
  if (last !== undefined && last.outcome === "lost")
    amend(work, last, observation, "its last hook came late");
  if (observation.kind !== "session_ended") return;
  agent.endReason = observation.reason;
  work.facts.push({ kind: "agent_updated" });
}
