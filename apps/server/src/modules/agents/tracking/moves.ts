import type { AgentState, CommandState } from "@signalbox/contract/agents";

/** What is said about an agent, by whom. */
export type Word = "user.command" | "user.answer" | "agent.progress" | "agent.question" | "agent.completion";

/** Where a command may stand before a word; `none` is no open command. */
export type Standing = "none" | "commanded" | "processing" | "awaiting_input";

/**
 * The state machine of commands. `null`: the word moves nothing. A `user.command` to an open command is decided
 * by its prompt id first (queued, answer, or escaped), so it never reaches an open command as such.
 * The diagram and the table in docs/states.md are written from this value.
 */
export const moves = {
  none: {
    "user.command": "commanded",
    "user.answer": null,
    "agent.progress": "processing",
    "agent.question": "awaiting_input",
    "agent.completion": null,
  },
  commanded: {
    "user.command": null,
    "user.answer": null,
    "agent.progress": "processing",
    "agent.question": "awaiting_input",
    "agent.completion": "complete",
  },
  processing: {
    "user.command": null,
    "user.answer": "processing",
    "agent.progress": "processing",
    "agent.question": "awaiting_input",
    "agent.completion": "complete",
  },
  awaiting_input: {
    "user.command": null,
    "user.answer": "processing",
    "agent.progress": "processing",
    "agent.question": "awaiting_input",
    "agent.completion": "complete",
  },
} as const satisfies Record<Standing, Record<Word, CommandState | null>>;

/** An agent's state: that of its open command; else `complete` if it ever had one, else `idle`. */
export function agentState(open: { state: CommandState } | null, hadCommand: boolean): AgentState {
  return open?.state ?? (hadCommand ? "complete" : "idle");
}
