import type { BotVersion } from "@signalbox/contract/bot-versions";
import { BotContent } from "@signalbox/contract/bots";
import type { Selectable } from "kysely";
import type { Queryable } from "../../platform/database/database.ts";
import type { BotsVersions } from "../../platform/database/tables.ts";

export type BotVersionRow = Selectable<BotsVersions>;

export const presentVersion = (row: BotVersionRow): BotVersion => ({
  version: row.version,
  content: BotContent.parse(row.content),
  enabled: row.enabled,
  by: row.by_name,
  at: row.at.toISOString(),
});

export const findVersion = (
  read: Queryable,
  botId: string,
  version: number,
): Promise<BotVersionRow | undefined> =>
  read
    .selectFrom("bots_versions")
    .where("bot_id", "=", botId)
    .where("version", "=", version)
    .selectAll()
    .executeTakeFirst();

/** The newest first. */
export function findVersions(
  read: Queryable,
  { botId, before, limit }: { botId: string; before: number | undefined; limit: number },
): Promise<BotVersionRow[]> {
  const query = read
    .selectFrom("bots_versions")
    .where("bot_id", "=", botId)
    .selectAll()
    .orderBy("version", "desc")
    .limit(limit);
  return (before === undefined ? query : query.where("version", "<", before)).execute();
}
