import { type AgentTab, agentTabs } from "../search.ts";

export const wordOfTab: Record<AgentTab, string> = {
  talk: "Conversation",
  files: "Changed files",
  signals: "Signals",
  evidence: "Evidence",
};

/** The parts of an agent, one of them shown. */
export const AgentTabs = ({ shown, onShow }: { shown: AgentTab; onShow: (tab: AgentTab) => void }) => (
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
);
