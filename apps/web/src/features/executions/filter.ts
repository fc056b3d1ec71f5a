import { Id } from "@signalbox/contract/common";
import { ExecutionState } from "@signalbox/contract/executions";
import type { View } from "../admin/index.ts";
import type { ExecutionFilter } from "./keys.ts";
import type { ExecutionsSearch } from "./search.ts";

/** Reads the address leniently: what is not understood is left out. */
export const readFilter = (search: ExecutionsSearch): ExecutionFilter => {
  const [state, botId] = [ExecutionState.safeParse(search.state).data, Id.safeParse(search.botId).data];
  const projectId = Id.safeParse(search.projectId).data;
  const text = search.text?.trim().slice(0, 200) ?? "";
  return {
    ...(state === undefined ? {} : { state }),
    ...(botId === undefined ? {} : { botId }),
    ...(projectId === undefined ? {} : { projectId }),
    ...(text === "" ? {} : { text }),
    ...(search.look === "needed" ? { look: "needed" as const } : {}),
  };
};

const columns = { state: "state", botId: "bot_id", projectId: "project_id" } as const;
const named = (["state", "botId", "projectId"] as const).map((name) => ({ name, column: columns[name] }));

/** What the page of executions shows, as a view of the data browser's table, which keeps it under a name. */
export const viewOf = (filter: ExecutionFilter): View => ({
  filter: named.flatMap(({ name, column }) =>
    filter[name] === undefined ? [] : [{ column, operator: "is", value: filter[name] }],
  ),
  search: filter.text ?? "",
  order: null,
  columns: null,
});

/** What the page shows of such a view; null for one that only the data browser can show. */
export const filterOf = ({ filter, search, order, columns: shown }: View): ExecutionFilter | null => {
  if (order !== null || shown !== null) return null;
  const parts: Record<string, unknown> = { text: search };
  for (const { column, operator, value } of filter) {
    const name = named.find((one) => one.column === column)?.name;
    if (name === undefined || operator !== "is" || name in parts) return null;
    parts[name] = value;
  }
  const read = readFilter(parts);
  return Object.keys(read).length === filter.length + (search.trim() === "" ? 0 : 1) ? read : null;
};
