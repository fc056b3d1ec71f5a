import type { Agent } from "@signalbox/contract/agents";
import { useNow } from "../../../lib/clock.ts";
import { clockWithSeconds, date, roughly } from "../../../lib/format.ts";
import { Popover } from "../../../ui/popover.tsx";
import { spoken } from "../aspect.ts";
import { AgentState } from "./agent-words.tsx";

/** Since when and why: "for 12 min, since 13:30:04. Hook PermissionRequest", with the rule on demand. */
export const EvidenceSentence = ({ agent }: { agent: Agent }) => {
  const now = useNow();
  return (
    <span className="ink3">
      for {roughly(now - Date.parse(agent.stateSince))}, since {clockWithSeconds(agent.stateSince)}. Hook{" "}
      <Popover className="word-button link" trigger={agent.evidence.signal} title="Why it shows this state">
        <p className="row">
          <AgentState agent={agent} />
          <span className="ink3">since {clockWithSeconds(agent.stateSince)}</span>
        </p>
        <dl className="evidence">
          <dt>Signal</dt>
          <dd>{agent.evidence.signal}</dd>
          <dt>Rule</dt>
          <dd>{spoken(agent.evidence.rule)}</dd>
          <dt>Seen</dt>
          <dd className="num">
            {clockWithSeconds(agent.evidence.at)}, {date(agent.evidence.at)}
          </dd>
          <dt>Last heard</dt>
          <dd className="num">{clockWithSeconds(agent.lastSeenAt)}</dd>
        </dl>
      </Popover>
    </span>
  );
};
