import { endWord } from "@signalbox/contract/end-reasons";
import { remember } from "./tracked.ts";
import { closeQuestion, completeCommand, type Work } from "./work.ts";

/** A session that had ended lives again; its signals tell its processes. */
export function resumeAgent(work: Work): void {
  work.agent.endedAt = null;
  work.agent.endReason = null;
  delete work.agent.memory.endConcluded;
  work.facts.push({ kind: "agent_resumed" });
}

/** How a command ends with its session. */
type EndOfCommand = Pick<Parameters<typeof completeCommand>[1], "outcome" | "rule">;
const sessionEnded: EndOfCommand = { outcome: "session_ended", rule: "the session ended" };

/** Ends the agent: its question expires, its command closes as `session_ended` unless told otherwise. */
export function endAgent(work: Work, reason: string, ending = sessionEnded): void {
  const { agent } = work;
  closeQuestion(work, "expired");
  completeCommand(work, ending);
  agent.endedAt = work.at;
  agent.endReason = reason;
  agent.memory.queue = [];
  agent.memory.children = [];
  endProcesses(work, () => true);
  work.facts.push({ kind: "agent_ended", reason });
}

/** One of the agent's processes ended its session; the agent ends with the last of them. */
export function endProcess(work: Work, reason: string): void {
  const { memory } = work.agent;
  const { pid } = work.signal.process;
  const othersLive = memory.processes.some((process) => !process.ended && process.pid !== pid);
  if (pid === null || !othersLive) {
    endAgent(work, reason);
    return;
  }
  endProcesses(work, (process) => process.pid === pid);
  if (memory.open?.pid !== pid) return;
  closeQuestion(work, "expired");
  completeCommand(work, { outcome: "session_ended", rule: "the process it was given to ended its session" });
}

/** A process is gone without a word: its command is lost, and with the last of them the session has ended. */
export function loseProcess(work: Work, { pid, reason }: { pid: number | null; reason: string }): void {
  const { memory } = work.agent;
  const rule = endWord(reason) ?? "its process is gone";
  const lost: EndOfCommand = memory.leftAt === null ? { outcome: "lost", rule } : sessionEnded;
  const othersLive = memory.processes.some((process) => !process.ended && process.pid !== pid);
  if (!othersLive) {
    endAgent(work, reason, lost);
    return;
  }
  endProcesses(work, (process) => process.pid === pid);
  if (memory.open?.pid !== pid) return;
  closeQuestion(work, "expired");
  completeCommand(work, lost);
}

/** A CLI holds its queue in memory: what was queued before a session was resumed went with the process before. */
export function forgetQueueOfTheGone({ agent: { memory }, signal }: Work): void {
  const { pid } = signal.process;
  const othersLive = memory.processes.some((process) => !process.ended && process.pid !== pid);
  if (pid === null || !othersLive) memory.queue = [];
}

function endProcesses(work: Work, which: (process: { pid: number | null }) => boolean): void {
  for (const process of work.agent.memory.processes) {
    if (process.ended || !which(process)) continue;
    process.ended = true;
    work.facts.push({ kind: "process_ended", id: process.id });
  }
}

/** Notes a process not seen before; without a pid header an agent has one unknown process. */
export function seeProcess(work: Work): void {
  const { agent, signal, means } = work;
  const { processes } = agent.memory;
  const { pid, pane } = signal.process;
  const { kind } = signal.observation;
  if (signal.source === "transcript" || signal.source === "answer") return;
  if (agent.endedAt !== null || kind === "session_ended" || kind === "process_gone") return;
  if (processes.some((process) => !process.ended && (pid === null || process.pid === pid))) return;
  // A process that told no pid before is the one that tells it now.
  if (pid !== null) endProcesses(work, (process) => process.pid === null);
  const id = means.newId();
  remember(processes, { id, pid, pane, ended: false }, 8);
  work.facts.push({ kind: "process_seen", id, process: signal.process });
}
