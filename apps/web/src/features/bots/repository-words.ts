import type { BotFileAsk, BotFileState } from "@signalbox/contract/bot-files";

export const fileStateWords: Readonly<Record<BotFileState, string>> = {
  in_step: "in step",
  waiting: "waits for your word",
  changed_here: "changed here",
  conflict: "changed here and there",
  kept: "kept as it is here",
  removed: "gone from the repository",
  invalid: "can't be used",
};

/** What each state comes to. */
export const fileStateHints: Readonly<Record<BotFileState, string>> = {
  in_step: "",
  waiting: "Nothing of it is done before somebody approves it.",
  changed_here: "The bot was changed here since it was like its file. Choose which of the two it shall be.",
  conflict: "The bot and its file were both changed. Choose which of the two it shall be.",
  kept: "Somebody chose to keep it so, until the file is another one.",
  removed: "The bot was switched off by that.",
  invalid: "The bot stays as it is until the file is mended.",
};

export const askWords: Readonly<Record<BotFileAsk, string>> = {
  full_access: "do anything without being asked",
  in_place: "change the project's own folder",
  other_project: "work in another project",
  account: "use a certain account",
  program: "run a program that an administrator wrote down",
  webhook: "send its result to an address",
  other_repository: "write to another repository",
  other_bot: "start another bot",
  tools: "use more tools",
  folders: "work in more folders",
  network: "use the network",
};
