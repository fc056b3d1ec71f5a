import type { Descriptors } from "../../platform/database/descriptor.ts";

/** How the data browser shows bots. */
export const botsTables: Pick<Descriptors, "bots" | "bots_versions"> = {
  bots: {
    title: "Bots",
    summary: "Saved automations, as they are now",
    names: "name",
    columns: {
      id: "Bot",
      name: "Name",
      version: "Version",
      content: "Content",
      enabled: "Switched on",
      created_at: "Made",
      updated_at: "Changed",
    },
    first: ["name", "version", "enabled", "updated_at"],
    searched: ["name"],
  },
  bots_versions: {
    title: "Versions of bots",
    summary: "What each bot was, change by change",
    names: "version",
    columns: {
      bot_id: "Bot",
      version: "Version",
      content: "Content",
      enabled: "Switched on",
      actor: "By",
      by_name: "Name of whom",
      at: "When",
    },
    first: ["bot_id", "version", "at", "by_name"],
    searched: [],
  },
};
