import type { Bot } from "@signalbox/contract/bots";
import type { ExecutionDetail } from "@signalbox/contract/executions";
import { Suspense } from "react";
import { AgentTable } from "../features/agents/index.ts";
import { BotChoice, StartAgain } from "../features/bots/index.ts";
import { ProjectLimit } from "../features/executions/index.ts";
import { StartAgent } from "../features/launches/index.ts";
import { BotTriggers } from "../features/triggers/index.ts";
import { Empty } from "../ui/reading.tsx";

export const agentsOf = (projectId: string) => (
  <AgentTable filter={{ projectId }} empty={<Empty title="No agent worked here yet" />} />
);

export const startIn = (projectId: string) => (
  <Suspense fallback={null}>
    <StartAgent projectId={projectId} />
  </Suspense>
);

export const limitOf = (projectId: string) => (
  <Suspense fallback={null}>
    <ProjectLimit projectId={projectId} />
  </Suspense>
);

export const chooseBot = (botId: string | undefined, onPick: (botId: string | undefined) => void) => (
  <BotChoice botId={botId} onPick={onPick} />
);

export const triggersOf = (bot: Bot) => (
  <Suspense fallback={null}>
    <BotTriggers bot={bot} />
  </Suspense>
);

export const startAgain = (execution: ExecutionDetail) => (
  <Suspense fallback={null}>
    <StartAgain execution={execution} />
  </Suspense>
);
