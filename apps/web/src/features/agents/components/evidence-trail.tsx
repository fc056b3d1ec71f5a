import type { Agent } from "@signalbox/contract/agents";
import { useInfiniteQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useRef } from "react";
import { clockWithSeconds, date } from "../../../lib/format.ts";
import { More } from "../../../ui/more.tsx";
import { Empty, Unread } from "../../../ui/reading.tsx";
import { Scroller } from "../../../ui/scroller.tsx";
import { spoken } from "../aspect.ts";
import { trailQuery, useAgentFile } from "../records-queries.ts";
import { type Move, moveOf } from "../trail.ts";
import { AgentProcesses } from "./agent-processes.tsx";

/** Each move of the agent with the rule and the signal that gave it, the newest first. */
export const EvidenceTrail = ({ agent }: { agent: Agent }) => {
  const query = useInfiniteQuery(trailQuery(agent.id));
  const rows = useRef<HTMLTableSectionElement>(null);
  if (query.data === undefined)
    return <Unread query={query} lines={8} loading="Loading evidence" failed="Evidence could not be read" />;
  const moves = query.data.map(moveOf);
  return (
    <>
      <WrongState agentId={agent.id} />
      <AgentProcesses agent={agent} />
      {moves.length === 0 ? (
        <Empty title="No move is kept">
          <p>The event log is kept for some time only.</p>
        </Empty>
      ) : (
        <Scroller className="table-scroll" label="Moves, the newest first">
          <table className="table">
            <thead>
              <tr>
                <th scope="col">When</th>
                <th scope="col">What happened</th>
                <th scope="col" className="wide-only">
                  Rule
                </th>
                <th scope="col" className="wide-only">
                  Signal
                </th>
                <th scope="col" className="wide-only">
                  State then
                </th>
              </tr>
            </thead>
            <tbody ref={rows}>
              {moves.map((move) => (
                <MoveRow key={move.position} move={move} agentId={agent.id} />
              ))}
            </tbody>
          </table>
        </Scroller>
      )}
      <More query={query} rows={rows} word="Older moves" />
    </>
  );
};

const MoveRow = ({ move, agentId }: { move: Move; agentId: string }) => (
  <tr>
    <td className="num nowrap" title={date(move.at)}>
      <Link to="/operations/events" search={{ agentId }} className="link">
        {clockWithSeconds(move.at)}
      </Link>
    </td>
    <td className="is-fill">
      {move.what}
      <span className="narrow-only small ink3">
        {[move.rule === null ? null : spoken(move.rule), move.signal]
          .filter((word) => word !== null)
          .join(" · ")}
      </span>
    </td>
    <td className="ink2 wide-only">{move.rule === null ? "" : spoken(move.rule)}</td>
    <td className="mono wide-only">{move.signal}</td>
    <td className="ink2 nowrap wide-only">{move.state}</td>
  </tr>
);

/** Whoever sees a wrong state takes away what was heard, to be made a test of. */
const WrongState = ({ agentId }: { agentId: string }) => {
  const file = useAgentFile(agentId);
  return (
    <div className="row row--wrap tab__note">
      <p className="small ink3 grow">
        A state is wrong? The recording holds what was heard and what was told of it, with secrets and home
        folders taken out. Look through it before you send it to anybody.
      </p>
      <button
        type="button"
        className="btn"
        disabled={file.isPending}
        onClick={() => file.mutate("recording")}
      >
        This state is wrong…
      </button>
      {file.error === null ? null : (
        <span className="stop small" role="alert">
          {file.error.message}
        </span>
      )}
    </div>
  );
};
