import { useQuery } from "@tanstack/react-query";
import { SavedViews } from "../../admin/index.ts";
import { callerQuery } from "../../settings/index.ts";
import { searchOf, viewOf } from "../saved-view.ts";
import type { AgentsSearch } from "../search.ts";

interface AgentViewsProps {
  search: AgentsSearch;
  onShow: (search: AgentsSearch) => void;
}

/** Views kept under a name, the same as in the data browser; they are for whoever may look into it. */
export const AgentViews = ({ search, onShow }: AgentViewsProps) => {
  const { data: caller } = useQuery(callerQuery);
  if (caller?.scopes.includes("admin") !== true) return null;
  return (
    <SavedViews
      table={{ name: "agents" }}
      view={viewOf(search)}
      plainWord="All agents"
      canShow={(view) => searchOf(view) !== null}
      onShow={(view) => onShow(searchOf(view) ?? {})}
    />
  );
};
