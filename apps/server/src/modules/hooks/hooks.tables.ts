import type { Descriptors } from "../../platform/database/descriptor.ts";

/** How the tables of hooks are shown in the data browser. */
export const hookTables: Pick<Descriptors, "hooks_health"> = {
  hooks_health: {
    title: "Hook health",
    summary: "What the last check of each CLI's hooks found",
    names: "backend",
    small: true,
    order: { by: "backend", descending: false },
    columns: {
      backend: "Backend",
      verdict: "Verdict",
      reason: "Reason",
      state: "State",
      last_heard_at: "Last heard",
      checked_at: "Checked",
    },
    first: ["backend", "verdict", "reason", "state", "last_heard_at", "checked_at"],
    searched: ["backend", "reason"],
  },
};
