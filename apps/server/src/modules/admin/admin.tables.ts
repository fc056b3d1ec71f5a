import type { Descriptors } from "../../platform/database/descriptor.ts";

/** How the tables of admin are shown in the data browser. */
export const adminTables: Pick<Descriptors, "admin_saved_views"> = {
  admin_saved_views: {
    title: "Saved views",
    summary: "Views of the data browser, kept under a name",
    names: "name",
    small: true,
    columns: {
      id: "View",
      owner: "Owner",
      shared: "Shared",
      table_name: "Table",
      name: "Name",
      settings: "Settings",
      created_at: "Made",
      updated_at: "Changed",
    },
    first: ["name", "table_name", "owner", "shared", "updated_at"],
    searched: ["name", "table_name"],
  },
};
