import type { Agent } from "@signalbox/contract/agents";
import { type AgentProcess, listAgentProcesses } from "@signalbox/contract/processes";
import { queryOptions, useQuery } from "@tanstack/react-query";
import { api } from "../../../lib/api.ts";
import { useNow } from "../../../lib/clock.ts";
import { moment } from "../../../lib/format.ts";
import { recordKeys } from "../keys.ts";

/** More than these are of no interest: they are over. */
const most = 20;

/** Read again with the moves that it stands beside. */
const processesQuery = (agentId: string) =>
  queryOptions({
    queryKey: [...recordKeys.trail(agentId), "processes"],
    queryFn: ({ signal }) =>
      api.call(listAgentProcesses, { params: { agentId }, query: { limit: most }, signal }),
    staleTime: 0,
    // That one of several ended is no move of the agent, and no event tells it.
    refetchInterval: 10_000,
  });

/** The processes in which the session is or was open: the agent ends with the last of them. */
export const AgentProcesses = ({ agent }: { agent: Agent }) => {
  const { data } = useQuery(processesQuery(agent.id));
  if (data === undefined || data.items.length === 0) return null;
  return (
    <ul className="list" aria-label="Processes">
      {data.items.map((process) => (
        <ProcessRow key={process.id} process={process} />
      ))}
    </ul>
  );
};

const ProcessRow = ({ process: { pid, pane, startedAt, endedAt } }: { process: AgentProcess }) => {
  const now = useNow();
  const where = pane === null ? "" : ` in pane ${pane}`;
  return (
    <li className="panel__body small num">
      <span className="strong">{pid === null ? "A process of unknown number" : `Process ${pid}`}</span>
      <span className="ink2">
        {where}, open since {moment(startedAt, now)}
        {endedAt === null ? "" : `, over since ${moment(endedAt, now)}`}
      </span>
    </li>
  );
};
