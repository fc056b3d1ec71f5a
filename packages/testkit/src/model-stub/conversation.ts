import { z } from "zod";

const Block = z.looseObject({ type: z.string(), text: z.string().optional() });
const Message = z.object({ role: z.string(), content: z.union([z.string(), z.array(Block)]) });

/** What the stub reads of a Messages request; it is no validator. */
export const MessagesRequest = z.looseObject({
  model: z.string().default("stub-model"),
  stream: z.boolean().default(false),
  messages: z.array(Message).default([]),
});
export type MessagesRequest = z.infer<typeof MessagesRequest>;

/** Where a conversation stands: its newest prompt, and how often the model has answered since. */
export interface Standing {
  prompt: string;
  round: number;
}

/** The CLI sends the whole conversation each time, so any number of sessions may run at once. */
export function standingOf(request: MessagesRequest, isScripted: (text: string) => boolean): Standing {
  const turns = request.messages.map(({ role, content }) => {
    const blocks = typeof content === "string" ? [{ type: "text", text: content }] : content;
    return {
      role,
      text: newestText(blocks),
      answersTool: blocks.some((block) => block.type === "tool_result"),
    };
  });
  // A prompt that was queued while a tool ran may come in one message with the tool's result.
  const at = turns.findLastIndex(
    ({ role, text, answersTool }) => role === "user" && text !== "" && (!answersTool || isScripted(text)),
  );
  const since = turns.slice(at + 1);
  const round = since.filter(
    (turn, index) => turn.role === "assistant" && since[index - 1]?.role !== "assistant",
  ).length;
  return { prompt: turns[at]?.text ?? "", round };
}

/** Prompts that were interrupted or queued are merged into one message, in order: the last one counts. */
function newestText(blocks: readonly { text?: string | undefined }[]): string {
  const texts = blocks.map((block) => withoutReminders(block.text ?? ""));
  return texts.findLast((text) => text !== "") ?? "";
}

const withoutReminders = (text: string): string =>
  text.replaceAll(/<system-reminder>[\s\S]*?<\/system-reminder>/g, "").trim();
