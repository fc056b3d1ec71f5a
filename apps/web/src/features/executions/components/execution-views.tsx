import { useQuery } from "@tanstack/react-query";
import { SavedViews } from "../../admin/index.ts";
import { callerQuery } from "../../settings/index.ts";
import { filterOf, viewOf } from "../filter.ts";
import type { ExecutionFilter } from "../keys.ts";

interface ExecutionViewsProps {
  filter: ExecutionFilter;
  onShow: (filter: ExecutionFilter) => void;
}

/** Views kept under a name, the same as in the data browser; they are for whoever may look into it. */
export const ExecutionViews = ({ filter, onShow }: ExecutionViewsProps) => {
  const { data: caller } = useQuery(callerQuery);
  if (caller?.scopes.includes("admin") !== true) return null;
  return (
    <SavedViews
      table={{ name: "executions" }}
      view={viewOf(filter)}
      plainWord="All executions"
      canShow={(view) => filterOf(view) !== null}
      onShow={(view) => onShow(filterOf(view) ?? {})}
    />
  );
};
