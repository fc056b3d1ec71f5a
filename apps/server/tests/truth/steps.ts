/** What happens to an agent that a watcher must tell, whatever CLI it is. */
export const steps = {
  asked: "It asks whether it may use a tool",
  allowed: "… and is allowed by a key",
  denied: "… and is refused by a key",
  escaped: "… and is refused by Escape",
  choosing: "It asks, with options",
  chosen: "… and is answered by a key",
  planned: "It shows a plan",
  approved: "… and the plan is approved",
  cut_before_words: "Escape before its first word",
  cut_in_words: "Escape while it speaks",
  cut_in_tool: "Escape while a tool runs",
  queued: "A prompt is typed while it works",
  queue_taken: "… and its turn comes",
  cleared: "A new conversation in the same terminal",
  compacted: "Its conversation is compacted",
  resumed: "A session that had ended is resumed",
  child_working: "It has answered; a child agent works in the background",
  child_done: "… and the child is done",
  unauthorised: "The model refuses its key (401)",
  limited: "The model is at its rate limit (429 with a reset)",
  overloaded: "The model is overloaded (529)",
  connection_cut: "The connection breaks in the middle of an answer",
  terminated: "Its process is ended by SIGTERM",
  killed: "Its process is killed (SIGKILL)",
} as const;

export type StepName = keyof typeof steps;

export const stepNames = Object.keys(steps).filter((name): name is StepName => name in steps);
