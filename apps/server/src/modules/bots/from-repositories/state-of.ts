import { isDeepStrictEqual } from "node:util";
import type { BotFileState } from "@signalbox/contract/bot-files";
import type { BotContent } from "@signalbox/contract/bots";

/** What is known of a file of a bot. */
export interface FileFacts {
  /** Null where it is gone. */
  blob: string | null;
  /** Null where it can't be read. */
  content: BotContent | null;
  /** What file and bot were alike in last. */
  agreed: BotContent | null;
  /** The file over which a person kept the bot as it is. */
  keptBlob: string | null;
}

export const isAlike = (one: BotContent | null, other: BotContent | null): boolean =>
  isDeepStrictEqual(one, other);

/** How a file and its bot are to each other; `bot` is what the bot is now, null where there is none. */
export function stateOf(
  { blob, content, agreed, keptBlob }: FileFacts,
  bot: BotContent | null,
): BotFileState {
  if (blob === null) return "removed";
  if (content === null) return "invalid";
  if (isAlike(content, bot)) return "in_step";
  if (keptBlob === blob) return "kept";
  if (bot === null || isAlike(bot, agreed)) return "waiting";
  return isAlike(content, agreed) ? "changed_here" : "conflict";
}
