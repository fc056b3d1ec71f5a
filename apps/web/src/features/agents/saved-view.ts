import type { View } from "../admin/index.ts";
import { columnsOfTable, columnsOfView } from "./columns.ts";
import { type AgentsSearch, readAgentsSearch } from "./search.ts";

/** What the page of agents shows, as a view of the data browser's table, which keeps it under a name. */
export const viewOf = ({ state, projectId, live, archived, columns }: AgentsSearch): View => ({
  filter: [
    ...(state === undefined ? [] : [{ column: "state", operator: "is", value: state }]),
    ...(projectId === undefined ? [] : [{ column: "project_id", operator: "is", value: projectId }]),
    ...(live === undefined ? [] : [{ column: "ended_at", operator: emptiness[live] }]),
    ...(archived === undefined ? [] : [{ column: "archived_at", operator: "not_empty" }]),
  ],
  search: "",
  order: null,
  columns: columnsOfView(columns),
});
const emptiness = { true: "empty", false: "not_empty" } as const;

/** The page's address of such a view; null for one that only the data browser can show. */
export const searchOf = ({ filter, search, order, columns }: View): AgentsSearch | null => {
  const shown = columns === null ? undefined : columnsOfTable(columns);
  if (search !== "" || order !== null || shown === null) return null;
  const parts: Record<string, unknown> = {};
  for (const { column, operator, value } of filter) {
    const part = partOf(column, operator, value);
    if (part === null || part[0] in parts) return null;
    parts[part[0]] = part[1];
  }
  const read = readAgentsSearch(parts);
  if (Object.keys(read).length !== filter.length) return null;
  return { ...read, ...readAgentsSearch({ columns: shown }) };
};

const partOf = (column: string, operator: string, value: unknown): [keyof AgentsSearch, unknown] | null => {
  if (column === "state" && operator === "is") return ["state", value];
  if (column === "project_id" && operator === "is") return ["projectId", value];
  if (column === "ended_at" && operator === "empty") return ["live", "true"];
  if (column === "ended_at" && operator === "not_empty") return ["live", "false"];
  return column === "archived_at" && operator === "not_empty" ? ["archived", "true"] : null;
};
