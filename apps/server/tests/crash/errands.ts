import { randomUUID } from "node:crypto";
import type { Outcome, Question, Turn } from "@signalbox/contract/agents";
import type { HookBody, HookSession, ToolCall } from "@signalbox/testkit/hook-session";
import { between, type Dice } from "@signalbox/testkit/seeded";

type Said = [Turn["actor"], Turn["intent"]];

/** What a piece of work must leave behind, however often the server died meanwhile. */
export interface Trace {
  outcomes: Outcome[];
  turns: Said[];
  questions: Question["state"][];
}

export interface Errand extends Trace {
  hooks: HookBody[];
  /** What its child agents leave behind. */
  children: Trace[];
}

type Kind = (session: HookSession, dice: Dice) => Errand;

const done = "I am done.";

const aCall = (name = "Bash"): ToolCall => ({
  name,
  useId: `toolu_${randomUUID()}`,
  input: { command: `echo ${randomUUID()}` },
  response: { stdout: "done", stderr: "" },
});

const plain: Kind = (session, dice) => {
  const promptId = randomUUID();
  const calls = Array.from({ length: between(dice, 1, 6) }, () => aCall());
  const progress = calls.map((): Said => ["agent", "progress"]);
  return {
    hooks: [
      session.prompted(promptId, "Build it"),
      ...calls.flatMap((call) => [session.toolStarted(promptId, call), session.toolFinished(promptId, call)]),
      session.stopped(promptId, done),
    ],
    outcomes: ["done"],
    turns: [["user", "command"], ...progress, ["agent", "completion"]],
    questions: [],
    children: [],
  };
};

const permission: Kind = (session) => {
  const promptId = randomUUID();
  const call = aCall();
  return {
    hooks: [
      session.prompted(promptId, "Remove it"),
      session.toolStarted(promptId, call),
      session.permissionAsked(promptId, call),
      session.toolFinished(promptId, call),
      session.stopped(promptId, done),
    ],
    outcomes: ["done"],
    turns: [
      ["user", "command"],
      ["agent", "progress"],
      ["agent", "question"],
      ["agent", "completion"],
    ],
    questions: ["answered_elsewhere"],
    children: [],
  };
};

const questionInWords: Kind = (session) => {
  const [asked, answered] = [randomUUID(), randomUUID()];
  return {
    hooks: [
      session.prompted(asked, "Choose a name"),
      session.stopped(asked, "Which one do you like?"),
      session.prompted(answered, "The first"),
      session.stopped(answered, done),
    ],
    outcomes: ["done"],
    turns: [
      ["user", "command"],
      ["agent", "question"],
      ["user", "answer"],
      ["agent", "completion"],
    ],
    questions: ["answered_elsewhere"],
    children: [],
  };
};

const failure: Kind = (session) => {
  const promptId = randomUUID();
  return {
    hooks: [session.prompted(promptId, "Deploy it"), session.stoppedByFailure(promptId, "rate_limit")],
    outcomes: ["failed"],
    turns: [
      ["user", "command"],
      ["agent", "completion"],
    ],
    questions: [],
    children: [],
  };
};

const escaped: Kind = (session) => {
  const [left, taken] = [randomUUID(), randomUUID()];
  return {
    hooks: [
      session.prompted(left, "Rewrite everything"),
      session.toolStarted(left, aCall()),
      session.prompted(taken, "No, only the tests"),
      session.stopped(taken, done),
    ],
    outcomes: ["superseded", "done"],
    turns: [
      ["user", "command"],
      ["agent", "progress"],
      ["user", "command"],
      ["agent", "completion"],
    ],
    questions: [],
    children: [],
  };
};

const queued: Kind = (session) => {
  const [first, second] = [randomUUID(), randomUUID()];
  const call = aCall();
  return {
    hooks: [
      session.prompted(first, "Build it"),
      session.prompted(first, "Then test it"),
      session.stopped(first, done),
      session.toolStarted(second, call),
      session.toolFinished(second, call),
      session.stopped(second, done),
    ],
    outcomes: ["done", "done"],
    turns: [
      ["user", "command"],
      ["user", "command"],
      ["agent", "completion"],
      ["agent", "progress"],
      ["agent", "completion"],
    ],
    questions: [],
    children: [],
  };
};

const delegated: Kind = (session) => {
  const promptId = randomUUID();
  const childId = randomUUID();
  const call = aCall("Agent");
  const inner = aCall();
  return {
    hooks: [
      session.prompted(promptId, "Look around"),
      session.toolStarted(promptId, call),
      session.childStarted(promptId, childId),
      { ...session.toolStarted(promptId, inner), agent_id: childId },
      { ...session.toolFinished(promptId, inner), agent_id: childId },
      session.childStopped(promptId, childId, done),
      session.toolFinished(promptId, call),
      session.stopped(promptId, done),
    ],
    outcomes: ["done"],
    turns: [
      ["user", "command"],
      ["agent", "progress"],
      ["agent", "completion"],
    ],
    questions: [],
    children: [
      {
        outcomes: ["done"],
        turns: [
          ["agent", "progress"],
          ["agent", "completion"],
        ],
        questions: [],
      },
    ],
  };
};

/** Every way a command may go. */
export const errands: readonly Kind[] = [
  plain,
  permission,
  questionInWords,
  failure,
  escaped,
  queued,
  delegated,
];
