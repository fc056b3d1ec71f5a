import { useQuery } from "@tanstack/react-query";
import { useNavigate, useParams } from "@tanstack/react-router";
import { useKeys } from "../../../lib/keys.ts";
import { Page } from "../../../ui/page.tsx";
import { AgentView } from "../components/agent-view.tsx";
import { titleOf } from "../components/agent-words.tsx";
import { agentQuery } from "../queries.ts";

/** `/agents/:agentId` */
export const AgentPage = () => {
  const { agentId = "" } = useParams({ strict: false });
  const { data: agent } = useQuery(agentQuery(agentId));
  const navigate = useNavigate();
  useKeys({ Escape: () => void navigate({ to: "/agents" }) });
  return (
    <Page title={agent === undefined ? "Agent" : titleOf(agent)} flush>
      <AgentView agentId={agentId} />
    </Page>
  );
};
