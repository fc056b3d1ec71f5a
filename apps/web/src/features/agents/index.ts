import { lazyRouteComponent } from "@tanstack/react-router";

export { kindWord, reasonOfOutcome, type Seen, seenAgent, seenCommand, spoken } from "./aspect.ts";
export { AgentLink } from "./components/agent-link.tsx";
export { AgentTable } from "./components/agent-table.tsx";
export { AgentLamp, titleOf, titleOfCommand } from "./components/agent-words.tsx";
export { AnswerForm, isAnsweredInPlace } from "./components/answer-form.tsx";
export { LimitWords } from "./components/limit-note.tsx";
export { QuestionBody } from "./components/question-body.tsx";
export { ToolInput } from "./components/tool-input.tsx";
export { Unseen } from "./components/unseen.tsx";
export { endSentence } from "./ending.ts";
export { isReset } from "./limit.ts";
export { followAgents } from "./live.ts";
export { agentNews } from "./news.ts";
export {
  completeAgentsQuery,
  everHeardQuery,
  liveAgentsQuery,
  statusQuery,
  useLiveAgents,
} from "./queries.ts";
export { type AgentsSearch, readAgentSearch, readAgentsSearch, readTurnsSearch } from "./search.ts";
export { nameCall, resultText } from "./tool-call.ts";
export { noteAllSeen, useBaseline, useIsUnread } from "./use-seen.ts";

export const AgentsPage = lazyRouteComponent(() => import("./pages/agents-page.tsx"), "AgentsPage");
export const AgentPage = lazyRouteComponent(() => import("./pages/agent-page.tsx"), "AgentPage");
export const AgentView = lazyRouteComponent(() => import("./components/agent-view.tsx"), "AgentView");
export const SearchPage = lazyRouteComponent(() => import("./pages/search-page.tsx"), "SearchPage");
export const OpenQuestion = lazyRouteComponent(
  () => import("./components/open-question.tsx"),
  "OpenQuestion",
);
