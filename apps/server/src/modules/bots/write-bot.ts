import { type Bot, type BotContent, botCreated, botUpdated } from "@signalbox/contract/bots";
import type { Clock } from "../../kernel/clock.ts";
import { newId } from "../../kernel/ids.ts";
import type { Db, Queryable, Tx } from "../../platform/database/database.ts";
import { checkResultSchema } from "../executions/index.ts";
import { botErrors } from "./bots.errors.ts";
import { type BotRow, findBot, insertBot, presentBot, updateBot } from "./bots.repository.ts";
import { checkOutcomes } from "./check-outcomes.ts";
import { snippetsOf } from "./snippets/snippets.repository.ts";
import { type Tellers, tellBot, type WrittenBy } from "./tell-bot.ts";
import { checkTemplate } from "./template.ts";

interface WriterOptions extends Tellers {
  db: Pick<Db, "read">;
  clock: Clock;
  /** @throws AppError `projects.not_found` */
  project(id: string): Promise<unknown>;
}

/** What is written of a bot, once it was checked: by a person, or of a file. */
export interface BotWriter {
  /** @throws AppError `bots.template_invalid`, `bots.not_found`, `projects.not_found`, `executions.schema_invalid` */
  check(content: BotContent): Promise<void>;
  insert(tx: Tx, wish: { content: BotContent; enabled: boolean }, by: WrittenBy): Promise<Bot>;
  /** `version` is the one that was seen. @throws AppError `bots.stale`, `bots.not_found` */
  update(
    tx: Tx,
    wish: { id: string; version: number; content: BotContent; enabled: boolean },
    by: WrittenBy,
  ): Promise<Bot>;
}

export const botOf = async (read: Queryable, id: string): Promise<BotRow> => {
  const row = await findBot(read, id);
  if (row === undefined) throw botErrors.notFound(id);
  return row;
};

export function createBotWriter(options: WriterOptions): BotWriter {
  const { db, clock, project } = options;
  const tell = tellBot(options);
  const written = ({ actor, name: byName }: WrittenBy) => ({ actor, byName, at: clock.now() });
  return {
    async check({ prompt, variables, projectId, outcomes, resultSchema }) {
      checkTemplate(prompt, variables, await snippetsOf(db.read, prompt));
      checkOutcomes(outcomes, variables);
      if (resultSchema !== null) checkResultSchema(resultSchema);
      for (const outcome of outcomes) if (outcome.kind === "bot") await botOf(db.read, outcome.botId);
      if (projectId !== null) await project(projectId);
    },
    async insert(tx, wish, by) {
      const row = await insertBot(tx, { id: newId(), version: 1, ...wish, ...written(by) });
      await tell(tx, botCreated, row, by);
      return presentBot(row);
    },
    async update(tx, { version, ...wish }, by) {
      const row = await updateBot(tx, { ...wish, version: version + 1, ...written(by) });
      if (row === undefined) throw botErrors.stale((await botOf(tx, wish.id)).version);
      await tell(tx, botUpdated, row, by);
      return presentBot(row);
    },
  };
}
