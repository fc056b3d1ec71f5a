import type { Descriptors } from "../../platform/database/descriptor.ts";

/** How the data browser shows programs. */
export const programsTables: Pick<Descriptors, "programs"> = {
  programs: {
    title: "Programs",
    summary: "Programs of their own that administrators let bots run",
    names: "name",
    columns: {
      id: "Program",
      name: "Name",
      command: "Command",
      args: "Arguments",
      speaks: "Speaks",
      result_file: "Leaves its result in",
      created_at: "Added",
      created_by: "Added by",
      updated_at: "Changed",
      updated_by: "Changed by",
    },
    first: ["name", "command", "speaks", "updated_at"],
    searched: ["name", "command"],
  },
};
