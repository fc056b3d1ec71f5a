import { type BotFile, BotFile as BotFileSchema } from "@signalbox/contract/bot-files";
import { type Bot, BotContent } from "@signalbox/contract/bots";
import { type Selectable, sql } from "kysely";
import type { Queryable, Tx } from "../../../platform/database/database.ts";
import type { BotsFiles } from "../../../platform/database/tables.ts";
import { findBot, presentBot } from "../bots.repository.ts";
import { asksOf } from "./asks.ts";
import { stateOf } from "./state-of.ts";

export type FileFault = BotFile["faults"][number];

/** A file of a bot, as it stands in the database. */
export interface StoredFile {
  projectId: string;
  path: string;
  botId: string | null;
  blob: string | null;
  content: BotContent | null;
  faults: readonly FileFault[];
  agreed: BotContent | null;
  keptBlob: string | null;
}

const Faults = BotFileSchema.shape.faults;
/** What can't be read any more is read from the repository anew. */
const contentOf = (stored: unknown): BotContent | null => BotContent.safeParse(stored).data ?? null;

const readRow = (row: Selectable<BotsFiles>): StoredFile => ({
  ...{ projectId: row.project_id, path: row.path, botId: row.bot_id, blob: row.blob },
  ...{ content: contentOf(row.content), faults: Faults.parse(row.faults) },
  ...{ agreed: contentOf(row.agreed), keptBlob: row.kept_blob },
});

export async function findFiles(
  read: Queryable,
  { projectId, after, limit }: { projectId: string; after?: string | undefined; limit: number },
): Promise<StoredFile[]> {
  const query = read
    .selectFrom("bots_files")
    .where("project_id", "=", projectId)
    .selectAll()
    .orderBy("path")
    .limit(limit);
  const rows = await (after === undefined ? query : query.where("path", ">", after)).execute();
  return rows.map(readRow);
}

/** Nobody else settles it meanwhile. */
export async function lockFile(tx: Tx, projectId: string, path: string): Promise<StoredFile | null> {
  const row = await tx
    .selectFrom("bots_files")
    .where("project_id", "=", projectId)
    .where("path", "=", path)
    .selectAll()
    .forUpdate()
    .executeTakeFirst();
  return row === undefined ? null : readRow(row);
}

export async function storeFile(tx: Tx, file: StoredFile): Promise<void> {
  const json = (value: unknown) => (value === null ? null : JSON.stringify(value));
  const { projectId, path, botId, blob, content, faults, agreed, keptBlob } = file;
  const row = {
    ...{ bot_id: botId, blob, content: json(content), faults: JSON.stringify(faults) },
    ...{ agreed: json(agreed), kept_blob: keptBlob },
  };
  await tx
    .insertInto("bots_files")
    .values({ project_id: projectId, path, ...row })
    .onConflict((conflict) => conflict.columns(["project_id", "path"]).doUpdateSet(row))
    .execute();
}

export async function moveFile(tx: Tx, { projectId, path }: StoredFile, to: string): Promise<void> {
  await tx
    .updateTable("bots_files")
    .set({ path: to })
    .where("project_id", "=", projectId)
    .where("path", "=", path)
    .execute();
}

export async function deleteFile(tx: Tx, projectId: string, path: string): Promise<void> {
  await tx.deleteFrom("bots_files").where("project_id", "=", projectId).where("path", "=", path).execute();
}

/** A bot of a project that no file is bound to, by its name; null where there is none, or several. */
export async function findFreeNamesake(tx: Tx, projectId: string, name: string): Promise<string | null> {
  const rows = await tx
    .selectFrom("bots")
    .leftJoin("bots_files", "bots_files.bot_id", "bots.id")
    .where(sql<boolean>`lower(bots.name) = lower(${name})`)
    .where(sql<string>`bots.content ->> 'projectId'`, "=", projectId)
    .where("bots_files.path", "is", null)
    .select("bots.id")
    .limit(2)
    .execute();
  return rows.length === 1 ? (rows[0]?.id ?? null) : null;
}

export async function botOfFile(read: Queryable, { botId }: StoredFile): Promise<Bot | null> {
  const row = botId === null ? undefined : await findBot(read, botId);
  return row === undefined ? null : presentBot(row);
}

export function presentFile(file: StoredFile, bot: Bot | null): BotFile {
  const { path, blob, content, faults, agreed, projectId } = file;
  const state = stateOf(file, bot?.content ?? null);
  return {
    ...{ path, state, blob, content, faults: [...faults] },
    asks: content === null ? [] : asksOf(content, { agreed, projectId }),
    bot:
      bot === null
        ? null
        : { id: bot.id, name: bot.content.name, version: bot.version, enabled: bot.enabled },
  };
}
