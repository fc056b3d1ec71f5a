import type { Descriptors } from "../../platform/database/descriptor.ts";

/** How the tables of attention are shown in the data browser. */
export const attentionTables: Pick<Descriptors, "attention_counted" | "attention_hours"> = {
  attention_counted: {
    title: "Counted events",
    summary: "Completions counted lately, so that each counts once",
    names: "position",
    columns: { position: { label: "Position", refersTo: "events" } },
    first: ["position"],
    searched: [],
  },
  attention_hours: {
    title: "Hours",
    summary: "Completed commands by hour",
    names: "hour",
    columns: { hour: "Hour", completed: "Completed", done: "Done" },
    first: ["hour", "completed", "done"],
    searched: [],
  },
};
