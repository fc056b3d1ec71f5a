import { usePrefetchQuery, useQuery } from "@tanstack/react-query";
import { type ReactNode, Suspense, useState } from "react";
import { lazyPart } from "../../../lib/lazy-part.tsx";
import { isMissing } from "../../../lib/missing.ts";
import { fetchMarkdown } from "../../../ui/markdown.tsx";
import { DeadLink, Skeleton, Unread } from "../../../ui/reading.tsx";
import { useFocusBack } from "../../../ui/use-focus-back.ts";
import { AgentTerminal, PaneOrWhy } from "../../launches/index.ts";
import { Terminal } from "../../terminals/index.ts";
import { childrenQuery } from "../children-queries.ts";
import { commandsQuery, questionsQuery, turnsQuery } from "../history-queries.ts";
import { agentQuery } from "../queries.ts";
import type { AgentTab } from "../search.ts";
import { AgentHeader } from "./agent-header.tsx";
import { AgentMenu } from "./agent-menu.tsx";
import { AgentTabs, wordOfTab } from "./agent-tabs.tsx";
import { Composer } from "./composer.tsx";
import { Conversation } from "./conversation.tsx";
import { FindButton } from "./find-bar.tsx";
import "./agent.css";
import "./records.css";

const TouchedFiles = lazyPart(() => import("./touched-files.tsx").then((part) => part.TouchedFiles));
const Timeline = lazyPart(() => import("./timeline.tsx").then((part) => part.Timeline));
const RawSignals = lazyPart(() => import("./raw-signals.tsx").then((part) => part.RawSignals));
const EvidenceTrail = lazyPart(() => import("./evidence-trail.tsx").then((part) => part.EvidenceTrail));

void fetchMarkdown();

interface AgentViewProps {
  agentId: string;
  actions?: ReactNode;
  /** Which part of it is shown, and how to show another, where the address says so. */
  tab?: AgentTab | undefined;
  onTab?: (tab: AgentTab) => void;
  /** A turn to go to. */
  turn?: string | undefined;
}

/** The conversation sets out together with the agent, not behind it. */
const useTalkAhead = (agentId: string) => {
  usePrefetchQuery(turnsQuery(agentId));
  usePrefetchQuery(commandsQuery(agentId));
  usePrefetchQuery(questionsQuery(agentId));
  usePrefetchQuery(childrenQuery(agentId));
};

/** One agent whole: on its own page, or beside another page in the drawer. */
export const AgentView = ({ agentId, actions, tab, turn, onTab }: AgentViewProps) => {
  const [ownTab, setOwnTab] = useState<AgentTab>("talk");
  const [finding, setFinding] = useState(false);
  const findButton = useFocusBack(finding);
  const query = useQuery(agentQuery(agentId));
  useTalkAhead(agentId);
  const agent = query.data;
  const shown = onTab === undefined ? ownTab : (tab ?? "talk");
  if (agent === undefined) {
    return (
      <div className="agent">
        <div className="agent__head row">
          <h1 className="agent__title">Agent</h1>
          <span className="agent__actions">{actions}</span>
        </div>
        {isMissing(query.error) ? (
          <DeadLink title="No agent is at this address" lead={{ to: "/agents", word: "See all agents" }} />
        ) : (
          <Unread query={query} lines={8} loading="Loading the agent" failed="This agent could not be read" />
        )}
      </div>
    );
  }
  return (
    <div className="agent">
      <AgentHeader
        agent={agent}
        acts={
          <>
            <Suspense fallback={null}>
              {agent.parentId === null ? <AgentTerminal agent={agent} /> : null}
            </Suspense>
            <AgentMenu agent={agent} />
          </>
        }
        actions={actions}
      />
      <AgentTabs
        shown={shown}
        onShow={onTab ?? setOwnTab}
        tools={
          shown === "talk" && !finding ? (
            <FindButton onOpen={() => setFinding(true)} button={findButton} />
          ) : null
        }
      />
      {shown === "talk" ? (
        <>
          <Conversation
            key={agent.id}
            agent={agent}
            turn={turn}
            find={{ open: finding, onClose: () => setFinding(false) }}
          />
          <Composer key={`say ${agent.id}`} agent={agent} />
        </>
      ) : (
        <Suspense fallback={<Skeleton lines={8} label="Loading" />}>
          <section className="agent__tab" aria-label={wordOfTab[shown]}>
            {shown === "terminal" ? (
              <PaneOrWhy key={agent.id} agent={agent}>
                <Terminal agent={agent} />
              </PaneOrWhy>
            ) : null}
            {shown === "timeline" ? <Timeline agent={agent} /> : null}
            {shown === "files" ? <TouchedFiles agent={agent} /> : null}
            {shown === "signals" ? <RawSignals agent={agent} /> : null}
            {shown === "evidence" ? <EvidenceTrail agent={agent} /> : null}
          </section>
        </Suspense>
      )}
    </div>
  );
};
