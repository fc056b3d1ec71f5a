import { useQuery } from "@tanstack/react-query";
import { useNavigate, useParams, useRouter, useRouterState, useSearch } from "@tanstack/react-router";
import { useEffect, useRef } from "react";
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
  useKeys({ Escape: useWayBack(agentId) });
  return (
    <Page title={agent === undefined ? "Agent" : titleOf(agent)} flush>
      <AgentView agentId={agentId} tab={tab} turn={turn} onTab={show} />
    </Page>
  );
};

/**
 * Back to where one came to an agent from, whatever was looked at on its page since: a list with its filters, a project,
 * what was found, another agent. Who came by its address goes to the list.
 */
const useWayBack = (agentId: string): (() => void) => {
  const { history } = useRouter();
  const navigate = useNavigate();
  const place = useRouterState({ select: ({ location }) => location.state.__TSR_index });
  const came = useRef({ to: agentId, as: place });
  useEffect(() => {
    const { to, as } = came.current;
    came.current = { to: agentId, as: to === agentId ? Math.min(as, place) : place };
  }, [agentId, place]);
  return () => {
    const steps = came.current.as - 1 - place;
    if (came.current.as < 1 || steps >= 0) void navigate({ to: "/agents" });
    else history.go(steps);
  };
};
