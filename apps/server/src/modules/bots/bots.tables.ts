import type { Descriptors } from "../../platform/database/descriptor.ts";

/** How the data browser shows bots. */
export const botsTables: Pick<
  Descriptors,
  "bots" | "bots_versions" | "bots_syncs" | "bots_files" | "bots_snippets"
> = {
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
  bots_syncs: {
    title: "Repositories of bots",
    summary: "Projects whose repositories are looked at for bots",
    names: "project_id",
    columns: {
      project_id: "Project",
      version: "Version",
      enabled: "Switched on",
      enables_new: "Enables new ones",
      due_at: "Looked at next",
      asked_at: "Asked for",
      looked_at: "Looked at",
      branch: "Branch",
      commit: "Commit",
      fault: "Fault",
    },
    first: ["project_id", "enabled", "looked_at", "fault"],
    searched: [],
  },
  bots_files: {
    title: "Files of bots",
    summary: "Bots as the repositories of their projects have them",
    names: "path",
    columns: {
      project_id: "Project",
      path: "File",
      bot_id: "Bot",
      blob: "Its content, by git's name",
      content: "Content",
      faults: "Faults",
      agreed: "What both were last",
      kept_blob: "Kept over",
    },
    first: ["project_id", "path", "bot_id", "blob"],
    searched: ["path"],
  },
  bots_snippets: {
    title: "Snippets",
    summary: "Pieces that templates of bots render",
    names: "name",
    columns: { name: "Name", version: "Version", text: "Text", by_name: "Written by", updated_at: "Changed" },
    first: ["name", "version", "by_name", "updated_at"],
    searched: ["name"],
  },
};
