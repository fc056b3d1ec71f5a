/** Claude Code's reasons and ours. `other` tells nothing. */
const words: Readonly<Record<string, string | null>> = {
  prompt_input_exit: "left in its terminal",
  exit: "left in its terminal",
  clear: "cleared, a new one follows",
  resume: "another one was resumed in its place",
  logout: "signed out of the CLI",
  bypass_permissions_disabled: "its permission mode was switched off",
  stopped: "its work was over",
  parent_ended: "the agent that started it ended",
  process_gone: "its process is gone",
  pane_gone: "its pane in tmux is gone",
  pane_left: "its pane in tmux shows a shell again",
  silent: "nothing was heard of it for long, and nothing is known of its process",
  before_signalbox: "it was over before Signalbox heard of it",
  other: null,
};

/** Why a session ended, in words; null where the reason tells nothing. */
export const endWord = (reason: string): string | null =>
  Object.hasOwn(words, reason) ? (words[reason] ?? null) : reason.replaceAll("_", " ");
