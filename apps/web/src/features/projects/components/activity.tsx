import { AgentPatch } from "@signalbox/contract/agent-events";
import type { EventEnvelope } from "@signalbox/contract/event";
import { useInfiniteQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useRef } from "react";
import { useNow } from "../../../lib/clock.ts";
import { moment } from "../../../lib/format.ts";
import { Icon } from "../../../ui/icon.tsx";
import { More } from "../../../ui/more.tsx";
import { Empty, Unread } from "../../../ui/reading.tsx";
import { activityQuery, useAgentTitle } from "../queries.ts";

const words: Record<string, string> = {
  "command.opened": "was asked",
  "question.asked": "asked",
  "agent.ended": "ended",
};

/** What the agents of a project did, the newest first. */
export const Activity = ({ projectId }: { projectId: string }) => {
  const query = useInfiniteQuery(activityQuery(projectId));
  const rows = useRef<HTMLTableSectionElement>(null);
  if (query.data === undefined)
    return <Unread query={query} loading="Loading what happened" failed="What happened could not be read" />;
  if (query.data.length === 0) return <Empty title="Nothing happened here yet" />;
  return (
    <>
      <table className="table happenings">
        <tbody ref={rows}>
          {query.data.map((event) => (
            <Happening key={event.id} event={event} />
          ))}
        </tbody>
      </table>
      <More query={query} rows={rows} word="Show more" />
    </>
  );
};

const Happening = ({ event: { type, at, agentId, data } }: { event: EventEnvelope }) => {
  const now = useNow();
  const agent = AgentPatch.safeParse(data.agent).data;
  // A child is told of before it is called anything.
  const title = useAgentTitle(agentId, agent?.title ?? null) ?? agent?.agentType ?? "An agent";
  const outcome = typeof data.outcome === "string" ? data.outcome.replaceAll("_", " ") : "";
  return (
    <tr>
      <td className="num ink3 nowrap">{moment(at, now)}</td>
      <td className="is-fill">
        {agentId === null ? (
          title
        ) : (
          <Link to="/agents/$agentId" params={{ agentId }} className="link">
            {title}
          </Link>
        )}
      </td>
      <td className="ink2 nowrap">{words[type] ?? outcome}</td>
    </tr>
  );
};

/** Branches that its agents were last seen on, as far as its latest doings tell. */
export const Branches = ({ projectId }: { projectId: string }) => {
  const { data = [] } = useInfiniteQuery(activityQuery(projectId));
  const seen = data.flatMap((event) => AgentPatch.safeParse(event.data.agent).data?.branch ?? []);
  const branches = [...new Set(seen)].slice(0, 3);
  return branches.map((branch) => (
    <span key={branch} className="facts__item small ink2 row row--tight">
      <Icon name="branch" small />
      {branch}
    </span>
  ));
};
