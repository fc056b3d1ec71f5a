/** One message of a conversation, whichever API it came through. */
export interface Turn {
  role: "user" | "assistant" | "other";
  /** Its texts, in order. */
  texts: readonly string[];
  /** It brings the result of a tool. */
  answersTool: boolean;
  /** That result; of the APIs of Codex and OpenCode. */
  result?: string;
}

/** Where a conversation stands: its newest prompt, and how often the model has answered since. */
export interface Standing {
  prompt: string;
  round: number;
}

/** The CLI sends the whole conversation each time, so any number of sessions may run at once. */
export function standingOf(turns: readonly Turn[], isScripted: (text: string) => boolean): Standing {
  const heard = turns.map((turn) => ({ ...turn, text: newestText(turn.texts) }));
  // A prompt that was queued while a tool ran may come in one message with the tool's result.
  const at = heard.findLastIndex(
    ({ role, text, answersTool }) => role === "user" && text !== "" && (!answersTool || isScripted(text)),
  );
  // goose says what time it is between the words and the call of one answer.
  const since = heard
    .slice(at + 1)
    .filter(({ role, text, answersTool }) => role !== "user" || text !== "" || answersTool);
  const round = since.filter(
    (turn, index) => turn.role === "assistant" && since[index - 1]?.role !== "assistant",
  ).length;
  return { prompt: heard[at]?.text ?? "", round };
}

/** Prompts that were interrupted or queued are merged into one message, in order: the last one counts. */
const newestText = (texts: readonly string[]): string =>
  texts.map(withoutReminders).findLast((text) => text !== "" && !isOfTheCli(text)) ?? "";

/** What a CLI says around the prompt, in the person's name. */
const reminders = /<(system-reminder|session_context|info-msg)>[\s\S]*?<\/\1>/g;
const withoutReminders = (text: string): string => text.replaceAll(reminders, "").trim();
const isOfTheCli = (text: string): boolean =>
  /^(<environment_context>|<user_instructions>|<turn_aborted>|<skill|<permissions|# AGENTS\.md)/.test(text);
