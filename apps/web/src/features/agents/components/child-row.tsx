import type { ChildAgent } from "@signalbox/contract/agent-children";
import type { Turn } from "@signalbox/contract/agents";
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { count } from "../../../lib/format.ts";
import { Icon } from "../../../ui/icon.tsx";
import { AgentState, titleOf } from "./agent-words.tsx";
import { ToolRows } from "./tool-rows.tsx";

/** Which child agents are open within a conversation, and how one is drawn. */
export interface OpenChildren {
  isOpen(agentId: string): boolean;
  toggle(agentId: string): void;
  draw(agent: ChildAgent): ReactNode;
}

interface ChildRowProps {
  agent: ChildAgent;
  /** The call that started it, where that is known. */
  call: Turn | null;
  nested: OpenChildren;
  sought: string | null;
}

/** A child agent leaves by points onto its own siding; opened, its work stands there. */
export const ChildRow = ({ agent, call, nested, sought }: ChildRowProps) => {
  const open = nested.isOpen(agent.id);
  return (
    <div className="siding">
      <svg className="points" width="34" height="24" viewBox="0 0 34 24" aria-hidden="true">
        <path d="M-.25 0c0 9 6 12 16 12h16" fill="none" stroke="var(--line-2)" strokeWidth="1.5" />
      </svg>
      <div className="siding__line">
        <button
          type="button"
          className="siding__fold"
          aria-expanded={open}
          data-stop
          onClick={() => nested.toggle(agent.id)}
        >
          <Icon name="right" small className="fold__turn" />
          <Icon name="subagent" small />
          <b className="strong nowrap">{agent.agentType ?? "Subagent"}</b>
          <span className="cut">{agent.title ?? ""}</span>
          <span className="push row">
            <span className="num ink3 nowrap wide-only">{count(agent.turns, "turn")}</span>
            <AgentState agent={agent} />
          </span>
        </button>
        <Link
          to="/agents/$agentId"
          params={{ agentId: agent.id }}
          className="btn btn--icon btn--quiet siding__page"
          aria-label={`Page of ${titleOf(agent)}`}
        >
          <Icon name="out" small />
        </Link>
      </div>
      {open ? (
        <div className="siding__talk">
          {call === null ? null : <ToolRows turns={[call]} sought={sought} />}
          {nested.draw(agent)}
        </div>
      ) : null}
    </div>
  );
};
