import type { Agent } from "@signalbox/contract/agents";
import { isAtLimit } from "@signalbox/contract/rate-limit";
import { useInfiniteQuery } from "@tanstack/react-query";
import { type ReactNode, useMemo, useRef } from "react";
import { useNow } from "../../../lib/clock.ts";
import { count, moment } from "../../../lib/format.ts";
import { useAdmission } from "../../../lib/use-admission.ts";
import { LetIn } from "../../../ui/let-in.tsx";
import { More } from "../../../ui/more.tsx";
import { Unread } from "../../../ui/reading.tsx";
import { Scroller } from "../../../ui/scroller.tsx";
import { useProjects } from "../../projects/index.ts";
import { type AgentFilter, agentsQuery } from "../queries.ts";
import { AgentLink } from "./agent-link.tsx";
import { AgentState, titleOf } from "./agent-words.tsx";
import { LimitNote } from "./limit-note.tsx";
import { Unseen } from "./unseen.tsx";

interface AgentTableProps {
  filter: AgentFilter;
  /** What to say where no agent is found. */
  empty: ReactNode;
}

/** Agents that match a filter, newest first, page by page. */
export const AgentTable = ({ filter, empty }: AgentTableProps) => {
  const query = useInfiniteQuery(agentsQuery(filter));
  const agents = query.data ?? none;
  const wanted = useMemo(() => agents.map(({ id }) => ({ id, slot: "" })), [agents]);
  const { places, waiting, letIn, holders } = useAdmission(wanted);
  const shown = useRef<HTMLTableSectionElement>(null);
  const byId = useMemo(() => new Map(agents.map((agent) => [agent.id, agent])), [agents]);

  if (query.data === undefined) {
    return <Unread query={query} lines={8} loading="Loading agents" failed="Agents could not be read" />;
  }
  if (agents.length === 0) return empty;
  const rows = places.flatMap(({ id }) => byId.get(id) ?? []);
  return (
    <>
      <div {...holders}>
        <LetIn waiting={waiting} onLetIn={letIn}>
          {count(waiting, "agent")} more. Rows keep their places while you are at them.
        </LetIn>
        <Scroller className="table-scroll" label="List of agents">
          <table className="table">
            <Head />
            <tbody ref={shown}>
              {rows.map((agent) => (
                <Row key={agent.id} agent={agent} />
              ))}
            </tbody>
          </table>
        </Scroller>
      </div>
      {/* Apart from the rows: what is asked for here need not wait to be let in. */}
      <More query={query} rows={shown} />
    </>
  );
};

const none: readonly Agent[] = [];

const Head = () => (
  <thead>
    <tr>
      <th scope="col">State</th>
      <th scope="col">Title</th>
      <th scope="col" className="wide-only">
        Project
      </th>
      <th scope="col" className="desk-only">
        Branch
      </th>
      <th scope="col" className="desk-only">
        Backend
      </th>
      <th scope="col" className="desk-only">
        Model
      </th>
      <th scope="col" className="is-number wide-only">
        Since
      </th>
    </tr>
  </thead>
);

const Row = ({ agent }: { agent: Agent }) => {
  const project = useProjects().get(agent.projectId ?? "");
  const now = useNow();
  return (
    <tr>
      <td>
        <AgentState agent={agent} />
      </td>
      <td className="is-fill">
        <span className="row row--tight">
          <AgentLink agentId={agent.id} className="strong cut">
            {titleOf(agent)}
          </AgentLink>
          {isAtLimit(agent) ? (
            <span className="wait nowrap wide-only">
              · <LimitNote resetsAt={agent.resetsAt} />
            </span>
          ) : null}
          <Unseen agentId={agent.id} at={agent.lastSeenAt} />
          {agent.endedAt === null ? null : <span className="ink3 nowrap">· ended</span>}
        </span>
        {isAtLimit(agent) ? (
          <span className="narrow-only small wait">
            <LimitNote resetsAt={agent.resetsAt} />
          </span>
        ) : null}
        <span className="narrow-only small ink3 num">
          {project === undefined ? "" : `${project.name} · `}
          {moment(agent.stateSince, now)}
        </span>
      </td>
      <td className="wide-only">{project?.name ?? <span className="ink3">none</span>}</td>
      <td className="ink2 desk-only">{agent.branch}</td>
      <td className="desk-only">
        <span className="badge badge--mono">{agent.backend}</span>
      </td>
      <td className="ink2 desk-only">{agent.model}</td>
      <td className="is-number ink2 wide-only">{moment(agent.stateSince, now)}</td>
    </tr>
  );
};
