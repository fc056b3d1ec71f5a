import type { PluginEntry } from "../hook-entry.ts";
import { pluginCode } from "./plugin-code.ts";

/** What the plugin passes on, by OpenCode's words; `session.ended` is its own, for the end of the process. */
export const opencodeEvents = [
  "session.created",
  "chat.message",
  "message.updated",
  "message.part.updated",
  "permission.asked",
  "permission.replied",
  "question.asked",
  "question.replied",
  "question.rejected",
  "session.status",
  "session.error",
  "session.idle",
  "session.compacted",
  "session.deleted",
  "session.ended",
] as const;

/** OpenCode has no hooks: it loads our plugin, which tells of its sessions as hooks would. */
export const opencodePlugin: PluginEntry = {
  kind: "plugin",
  file: "plugins/signalbox.js",
  noticed: "at_start",
  events: opencodeEvents,
  source: (hookFolder) =>
    `: tells the local server what OpenCode does. "bin/signalbox hooks remove opencode" takes it out.\n${pluginCode.replace('"HOOK_FOLDER"', () => JSON.stringify(hookFolder))}`,
};
