import type { BotVariable } from "@signalbox/contract/bots";
import { clipText } from "../../kernel/json.ts";
import type { ExecutionsModule } from "../executions/index.ts";
import type { WorkspacesApi } from "../workspaces/index.ts";
import { type Around, askedAround, nothingAround } from "./around.ts";

export interface AroundOptions {
  executions: Pick<ExecutionsModule["api"], "lastSucceeded">;
  repositories: Pick<WorkspacesApi, "knownBranch">;
  /** @throws AppError `projects.not_found` */
  project(id: string): Promise<{ name: string; remote: string | null }>;
  origin(): string;
}

/** The bot whose prompt is made. */
interface Asking {
  id: string;
  projectId: string | null;
  prompt: string;
  variables: readonly BotVariable[];
}

export type LookAround = (bot: Asking) => Promise<Around>;

/** Characters of a result that a prompt gets. */
const longestResult = 20_000;

/** Looks up what a bot's template asks for, and nothing else. */
export const lookingAround =
  (options: AroundOptions): LookAround =>
  async ({ id, projectId, prompt, variables }) => {
    const asked = new Set(askedAround(prompt, variables).map(([name]) => name));
    return {
      project:
        projectId === null || !asked.has("project")
          ? nothingAround.project
          : await projectOf(projectId, options),
      previous: asked.has("previous") ? await previousOf(id, options) : nothingAround.previous,
    };
  };

async function projectOf(
  id: string,
  { project, repositories }: Pick<AroundOptions, "project" | "repositories">,
): Promise<Around["project"]> {
  const { name, remote } = await project(id);
  return { name, remote: remote ?? "", default_branch: (await repositories.knownBranch(id)) ?? "" };
}

async function previousOf(
  botId: string,
  { executions, origin }: Pick<AroundOptions, "executions" | "origin">,
): Promise<Around["previous"]> {
  const last = await executions.lastSucceeded(botId);
  if (last === null) return nothingAround.previous;
  return {
    result: clipText(last.result, longestResult),
    time: last.endedAt?.toISOString() ?? "",
    url: `${origin()}/executions/${last.id}`,
  };
}
