import type { Descriptors } from "../../platform/database/descriptor.ts";

/** How the tables of attention are shown in the data browser. */
export const attentionTables: Pick<Descriptors, "attention_hours"> = {
  attention_hours: {
    title: "Hours",
    summary: "Completed commands by hour",
    names: "hour",
    columns: { hour: "Hour", completed: "Completed", done: "Done" },
    first: ["hour", "completed", "done"],
    searched: [],
  },
};
