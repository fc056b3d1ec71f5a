import type { Agent } from "@signalbox/contract/agents";
import { isAtLimit } from "@signalbox/contract/rate-limit";
import { useInfiniteQuery } from "@tanstack/react-query";
import { type ReactNode, useMemo, useRef } from "react";
import { useNow } from "../../../lib/clock.ts";
import { count, moment } from "../../../lib/format.ts";
import { dollars } from "../../../lib/money.ts";
import { useAdmission } from "../../../lib/use-admission.ts";
import { LetIn } from "../../../ui/let-in.tsx";
import { More } from "../../../ui/more.tsx";
import { Unread } from "../../../ui/reading.tsx";
import { Scroller } from "../../../ui/scroller.tsx";
import { useProjects, useProjectWord } from "../../projects/index.ts";
import { seenAgent } from "../aspect.ts";
import { type AgentColumn, agentColumns, usualColumns } from "../columns.ts";
import { briefEnd, sinceOf } from "../ending.ts";
import type { AgentFilter } from "../keys.ts";
import { agentsQuery } from "../queries.ts";
import { gaugeOf, tokens } from "../usage-words.ts";
import { AgentLink } from "./agent-link.tsx";
import { AgentState, titleOf } from "./agent-words.tsx";
import { LimitNote } from "./limit-note.tsx";
import { Unseen } from "./unseen.tsx";

interface AgentTableProps {
  filter: AgentFilter;
  /** What is shown beside state and title. */
  columns?: readonly AgentColumn[] | undefined;
  /** What to say where no agent is found. */
  empty: ReactNode;
}

/** Agents that match a filter, newest first, page by page. */
export const AgentTable = ({ filter, columns = usualColumns, empty }: AgentTableProps) => {
  const cost = columns.includes("cost") ? ({ cost: "true" } as const) : {};
  const query = useInfiniteQuery(agentsQuery({ ...filter, ...cost }));
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
            <Head columns={columns} />
            <tbody ref={shown}>
              {rows.map((agent) => (
                <Row key={agent.id} agent={agent} columns={columns} />
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

/** Where there is less room, some are left out. */
const roomFor: Record<AgentColumn, string> = {
  project: "wide-only",
  branch: "desk-only",
  backend: "desk-only",
  model: "desk-only",
  context: "is-number wide-only",
  cost: "is-number wide-only",
  since: "is-number wide-only",
};

const Head = ({ columns }: { columns: readonly AgentColumn[] }) => (
  <thead>
    <tr>
      <th scope="col">State</th>
      <th scope="col">Title</th>
      {columns.map((column) => (
        <th key={column} scope="col" className={roomFor[column]}>
          {agentColumns[column].word}
        </th>
      ))}
    </tr>
  </thead>
);

const Cell = ({ agent, column }: { agent: Agent; column: AgentColumn }) => {
  const project = useProjectWord(agent.projectId, "none");
  const now = useNow();
  switch (column) {
    case "project":
      return agent.projectId === null ? <span className="ink3">{project}</span> : project;
    case "branch":
      return <span className="ink2">{agent.branch}</span>;
    case "backend":
      return <span className="badge badge--mono">{agent.backend}</span>;
    case "model":
      return <span className="ink2">{agent.model}</span>;
    case "context":
      return <ContextCell agent={agent} />;
    case "cost":
      return agent.costMicros === null ? <span className="ink3">unknown</span> : dollars(agent.costMicros);
    case "since":
      return <span className="ink2">{moment(sinceOf(agent), now)}</span>;
  }
};

const ContextCell = ({ agent }: { agent: Agent }) => {
  const gauge = gaugeOf(agent);
  if (gauge !== null) {
    return (
      <span
        className={gauge.level === "full" ? "stop" : gauge.level === "close" ? "wait" : ""}
        title={gauge.exactly}
      >
        {gauge.words}
      </span>
    );
  }
  return agent.contextTokens === null ? <span className="ink3">unknown</span> : tokens(agent.contextTokens);
};

const Row = ({ agent, columns }: { agent: Agent; columns: readonly AgentColumn[] }) => {
  const project = useProjects().get(agent.projectId ?? "");
  const now = useNow();
  const saysItsEnd = seenAgent(agent, now).aspect === "ended";
  const end = saysItsEnd ? (briefEnd(agent.endReason) ?? "ended") : agent.endedAt === null ? null : "ended";
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
          {end === null || saysItsEnd ? null : <span className="ink3 nowrap wide-only">· ended</span>}
        </span>
        {isAtLimit(agent) ? (
          <span className="narrow-only small wait">
            <LimitNote resetsAt={agent.resetsAt} />
          </span>
        ) : null}
        <span className="narrow-only small ink3 num">
          {end === null ? "" : `${end} · `}
          {project === undefined ? "" : `${project.name} · `}
          {moment(sinceOf(agent), now)}
        </span>
      </td>
      {columns.map((column) => (
        <td key={column} className={roomFor[column]}>
          <Cell agent={agent} column={column} />
        </td>
      ))}
    </tr>
  );
};
