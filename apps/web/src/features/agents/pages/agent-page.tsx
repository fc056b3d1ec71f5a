import { useQuery } from "@tanstack/react-query";
import { useNavigate, useParams, useSearch } from "@tanstack/react-router";
import { useKeys } from "../../../lib/keys.ts";
import { Page } from "../../../ui/page.tsx";
import { AgentView } from "../components/agent-view.tsx";
import { titleOf } from "../components/agent-words.tsx";
import { agentQuery } from "../queries.ts";
import { type AgentTab, readAgentSearch } from "../search.ts";

/** `/agents/:agentId` */
export const AgentPage = () => {
  const { agentId = "" } = useParams({ strict: false });
  const { data: agent } = useQuery(agentQuery(agentId));
  const navigate = useNavigate();
  const { tab, turn } = readAgentSearch(useSearch({ strict: false }));
  const show = (next: AgentTab) =>
    void navigate({
      to: "/agents/$agentId",
      params: { agentId },
      search: next === "talk" ? {} : { tab: next },
      replace: true,
    });
  useKeys({ Escape: () => void navigate({ to: "/agents" }) });
  return (
    <Page title={agent === undefined ? "Agent" : titleOf(agent)} flush>
      <AgentView agentId={agentId} tab={tab} turn={turn} onTab={show} />
    </Page>
  );
};
