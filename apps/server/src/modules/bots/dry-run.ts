import type { DryRun, dryRunBot } from "@signalbox/contract/dry-run";
import type { BodyOf } from "@signalbox/contract/route";
import type { ExecutionsModule } from "../executions/index.ts";
import { chainOf, promptOf } from "./asked.ts";
import type { BotsService } from "./bots.service.ts";
import type { LookAround } from "./looking-around.ts";
import type { Render } from "./snippets/snippets.service.ts";

interface DryRunMeans {
  bots: Pick<BotsService, "get">;
  executions: Pick<ExecutionsModule["api"], "dryRun">;
  render: Render;
  lookAround: LookAround;
}

/** What a start of a bot would do. @throws AppError `bots.…`, `projects.not_found` */
export async function dryRun(
  botId: string,
  { values, checkout }: BodyOf<typeof dryRunBot>,
  { bots, executions, render, lookAround }: DryRunMeans,
): Promise<DryRun> {
  const { content } = await bots.get(botId);
  const { access, allowed, askMinutes, workspace, projectId, resultSchema } = content;
  const asked = await render(
    content.prompt,
    content.variables,
    values,
    await lookAround({ id: botId, ...content }),
  );
  const prompt = promptOf(asked, resultSchema);
  const wish = { chain: chainOf(content), access, allowed, askMinutes, workspace, projectId, botId };
  const { folder, links, estimate } = await executions.dryRun(wish);
  const where = { kind: workspace, folder, ref: checkout?.ref ?? null };
  return { prompt, workspace: where, links: [...links], estimate };
}
