import type { Agent } from "@signalbox/contract/agents";
import { endWord } from "@signalbox/contract/end-reasons";
import { isAtLimit } from "@signalbox/contract/rate-limit";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { useNow } from "../../../lib/clock.ts";
import { count, moment, shortPath } from "../../../lib/format.ts";
import { Icon } from "../../../ui/icon.tsx";
import { usePersonaName } from "../../organisation/index.ts";
import { useProjects } from "../../projects/index.ts";
import { seenAgent, spoken } from "../aspect.ts";
import { agentQuery } from "../queries.ts";
import { AgentState, titleOf } from "./agent-words.tsx";
import { EvidenceSentence } from "./evidence.tsx";
import { LimitNote } from "./limit-note.tsx";
import { UsagePanel } from "./usage-panel.tsx";

interface AgentHeaderProps {
  agent: Agent;
  /** What can be done with the agent. */
  acts: ReactNode;
  /** What can be done with the place it is shown in. */
  actions?: ReactNode;
}

/** Who it is, how it stands and why, and where it works. */
export const AgentHeader = ({ agent, acts, actions }: AgentHeaderProps) => (
  <header className="agent__head">
    <div className="row agent__top">
      <h1 className="agent__title break">{titleOf(agent)}</h1>
      <span className="agent__acts row row--tight">{acts}</span>
      {actions === undefined ? null : <span className="agent__actions">{actions}</span>}
    </div>
    <div className="facts">
      <span className="facts__wide">
        <AgentState agent={agent} whole />
        <EvidenceSentence agent={agent} />
      </span>
      <WhyItFailed agent={agent} />
      <Ending agent={agent} />
      {agent.archivedAt === null || agent.endedAt === null ? null : (
        <span className="badge badge--flat">Archived</span>
      )}
    </div>
    <Facts agent={agent} />
    <UsagePanel agent={agent} />
  </header>
);

const WhyItFailed = ({ agent }: { agent: Agent }) => {
  if (agent.errorClass === null) return null;
  if (!isAtLimit(agent)) return <span className="stop">{spoken(agent.errorClass)}</span>;
  return (
    <span className="wait">
      <LimitNote resetsAt={agent.resetsAt} />
    </span>
  );
};

const Ending = ({ agent }: { agent: Agent }) => {
  const now = useNow();
  // Where its state is that it ended, that says it.
  if (agent.endedAt === null || seenAgent(agent, now).aspect === "ended") return null;
  const why = agent.endReason === null ? null : endWord(agent.endReason);
  return (
    <span className="badge badge--flat">
      Ended {moment(agent.endedAt, now)}
      {why === null ? null : `: ${why}`}
    </span>
  );
};

const Facts = ({ agent }: { agent: Agent }) => {
  const project = useProjects().get(agent.projectId ?? "");
  const persona = usePersonaName(agent.personaId);
  return (
    <div className="facts">
      {persona === null ? null : (
        <span className="facts__item">
          <Icon name="person" small />
          {persona}
        </span>
      )}
      {project === undefined ? null : (
        <Link to="/projects/$projectId" params={{ projectId: project.id }} className="facts__item">
          <Icon name="folder" small />
          {project.name}
        </Link>
      )}
      {agent.branch === null ? null : (
        <span className="facts__item">
          <Icon name="branch" small />
          {agent.branch}
        </span>
      )}
      <span className="facts__item">
        <Icon name="agents" small />
        {[agent.backend, agent.model].filter((word) => word !== null).join(" · ")}
      </span>
      {agent.cwd === null ? null : (
        <span className="facts__item mono ink3 cut" title={agent.cwd}>
          {shortPath(agent.cwd)}
        </span>
      )}
      {agent.queuedPrompts === 0 ? null : (
        <span className="facts__item">
          <Icon name="queue" small />
          {count(agent.queuedPrompts, "prompt")} queued
        </span>
      )}
      {agent.parentId === null ? null : <Relative agentId={agent.parentId} word="Started by" />}
      {agent.previousAgentId === null ? null : <Relative agentId={agent.previousAgentId} word="Follows" />}
    </div>
  );
};

const Relative = ({ agentId, word }: { agentId: string; word: string }) => {
  const { data } = useQuery(agentQuery(agentId));
  return (
    <Link to="/agents/$agentId" params={{ agentId }} className="facts__item">
      <Icon name="subagent" small />
      {word} <span className="link">{data === undefined ? "another agent" : titleOf(data)}</span>
    </Link>
  );
};
