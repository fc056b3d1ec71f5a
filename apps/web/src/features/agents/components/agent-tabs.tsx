import type { ReactNode } from "react";
import { type AgentTab, agentTabs } from "../search.ts";

export const wordOfTab: Record<AgentTab, string> = {
  talk: "Conversation",
  terminal: "Terminal",
  timeline: "Timeline",
  files: "Changed files",
  signals: "Signals",
  evidence: "Evidence",
};

interface AgentTabsProps {
  shown: AgentTab;
  onShow: (tab: AgentTab) => void;
  /** What is done with the part that is shown. */
  tools?: ReactNode;
}

/** The parts of an agent, one of them shown. */
export const AgentTabs = ({ shown, onShow, tools }: AgentTabsProps) => (
  <div className="agent__bar">
    <nav className="agent__tabs" aria-label="Parts of the agent">
      {agentTabs.map((tab) => (
        <button
          key={tab}
          type="button"
          aria-current={tab === shown ? "page" : undefined}
          onClick={() => onShow(tab)}
        >
          {wordOfTab[tab]}
        </button>
      ))}
    </nav>
    {tools}
  </div>
);
