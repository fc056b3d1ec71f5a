import type { Observation } from "../../backends/index.ts";
import { observeAnswer, observeRunning } from "./answers.ts";
import { detectIntent } from "./intent/detect-intent.ts";
import { lastSpokenLine } from "./one-line.ts";
import { endAgent, endProcess, forgetQueueOfTheGone, loseProcess } from "./presence.ts";
import { isAnsweredInWords, observePrompt } from "./prompts.ts";
import { observeQuestion, observeToolFinished, observeToolStarted } from "./tools.ts";
import { turnOfStop } from "./words.ts";
import { ask, closeQuestion, completeCommand, say, type Work } from "./work.ts";

type Of<K extends Observation["kind"]> = Extract<Observation, { kind: K }>;

/** Applies what was observed, by the rules of docs/states.md. */
export function observe(work: Work): void {
  const { observation } = work.signal;
  switch (observation.kind) {
    case "session_ended":
      endProcess(work, observation.reason);
      break;
    case "prompted":
      observePrompt(work, observation);
      break;
    case "tool_started":
      observeToolStarted(work, observation);
      break;
    case "tool_finished":
      observeToolFinished(work, observation);
      break;
    case "asked":
      observeQuestion(work, observation.question);
      break;
    case "noticed":
      observeNotice(work, observation);
      break;
    case "stopped":
      observeStop(work, observation);
      break;
    case "stop_failed":
      observeStopFailure(work, observation);
      break;
    case "child_stopped":
      observeChildStop(work, observation);
      break;
    case "child_started":
    case "worked":
      progress(work, "the agent works");
      break;
    case "retrying":
      progress(work, "the model refused, and is asked again later");
      work.agent.errorClass = observation.errorClass;
      work.agent.resetsAt = observation.resetsAt?.getTime() ?? null;
      break;
    case "compacted":
      if (work.agent.memory.open !== null) progress(work, "the agent compacts its context");
      break;
    case "session_started":
      if (observation.source === "resume") forgetQueueOfTheGone(work);
      break;
    case "interrupted":
      interrupt(work, "interrupted by the person");
      break;
    case "taken_back":
      if (work.agent.memory.open?.state === "commanded") interrupt(work, "its prompt was taken back");
      break;
    case "process_gone":
      loseProcess(work, observation);
      break;
    case "call_runs":
      observeRunning(work, observation);
      break;
    case "answer_begun":
    case "answer_delivered":
    case "answer_failed":
      observeAnswer(work, observation);
      break;
    case "said":
    case "queued":
    case "unqueued":
    case "left":
    case "forked":
    case "other":
      break;
  }
}

/** The agent goes on: what was asked has been answered in the terminal. */
export function progress(work: Work, rule: string): void {
  closeQuestion(work, "answered_elsewhere");
  say(work, "agent.progress", rule);
}

export function observeStop(work: Work, { text, childrenRunning }: Of<"stopped">): void {
  const { children, question } = work.agent.memory;
  // It has stopped to be told whether to go on, and whoever told of that knew its words.
  if (text === "" && isAnsweredInWords(question)) return;
  closeQuestion(work, "answered_elsewhere");
  if (childrenRunning ?? children.length > 0) {
    const rule = "stopped, with agents it started still running";
    const opened = say(work, "agent.progress", rule);
    turnOfStop(work, { commandId: opened, intent: "progress", rule, text });
  } else if (text === "") {
    completeCommand(work, { outcome: "done", rule: "stopped" });
  } else {
    stopWithWords(work, text);
  }
}

/** The last words of a turn, recorded already, ask something. */
export function askInWords(work: Work, text: string, told: { rule: string; turnId: string }): void {
  const question = { kind: "text", tool: null, text, input: null, plan: null } as const;
  ask(work, { ...question, parts: [], terminalOnly: false }, told);
}

function stopWithWords(work: Work, text: string): void {
  const { intent, confidence, ...verdict } = detectIntent(text);
  const rule = `stopped: ${verdict.rule}`;
  if (intent === "question") {
    const commandId = say(work, "agent.question", rule);
    const turnId = turnOfStop(work, { commandId, intent, confidence, rule, text });
    if (turnId !== null) askInWords(work, text, { rule, turnId });
    return;
  }
  // Whatever it says it does next: it has stopped, and nothing of it runs.
  const commandId = work.agent.memory.open?.id ?? null;
  turnOfStop(work, { commandId, intent, confidence, rule, text });
  completeCommand(work, { outcome: "done", rule, summary: lastSpokenLine(text) });
}

export function observeStopFailure(work: Work, { errorClass, text, resetsAt }: Of<"stop_failed">): void {
  const rule = "stopped by a failure";
  const commandId = work.agent.memory.open?.id ?? null;
  closeQuestion(work, "answered_elsewhere");
  turnOfStop(work, { commandId, intent: "completion", rule, text });
  completeCommand(work, { outcome: "failed", rule, failure: { errorClass, text, resetsAt } });
}

/** The person stopped the agent: what was asked was refused, what it did is over. */
function interrupt(work: Work, rule: string): void {
  closeQuestion(work, "answered_elsewhere");
  completeCommand(work, { outcome: "interrupted", rule });
}

export function observeChildStop(work: Work, { text }: Of<"child_stopped">): void {
  const rule = "the child agent stopped";
  const commandId = work.agent.memory.open?.id ?? null;
  closeQuestion(work, "answered_elsewhere");
  turnOfStop(work, { commandId, intent: "completion", rule, text });
  completeCommand(work, { outcome: "done", rule, summary: lastSpokenLine(text) });
  endAgent(work, "stopped");
}

function observeNotice(work: Work, { notice, message }: Of<"noticed">): void {
  const { open, question, children } = work.agent.memory;
  if (notice === "permission_prompt" && question === null) {
    const text = message === "" ? "A dialog waits in the terminal" : message;
    const asked = { kind: "permission", tool: null, text, input: null, plan: null } as const;
    const rule = "a dialog that only the terminal can answer";
    ask(work, { ...asked, parts: [], terminalOnly: true }, { rule });
  }
  if (notice !== "idle_prompt" || open === null) return;
  if (question === null && open.state !== "awaiting_input" && children.length === 0) {
    completeCommand(work, { outcome: "lost", rule: "idle, and no stop was heard" });
  } else if (question !== null && question.kind !== "text") {
    closeQuestion(work, "answered_elsewhere");
    completeCommand(work, {
      outcome: "interrupted",
      rule: "idle: the question was refused in the terminal, or what it permitted interrupted",
    });
  }
}
