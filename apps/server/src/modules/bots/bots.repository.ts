import { type Bot, BotContent, BotVariable } from "@signalbox/contract/bots";
import { Outcome } from "@signalbox/contract/outcomes";
import type { Selectable } from "kysely";
import { z } from "zod";
import type { Queryable, Tx } from "../../platform/database/database.ts";
import { inOrderOfNames, type NamedWindow } from "../../platform/database/order-of-names.ts";
import type { Bots } from "../../platform/database/tables.ts";

export type BotRow = Selectable<Bots>;

/** The sort key of the list of bots. */
export type BotKey = [lowerName: string, id: string];

export const presentBot = (row: BotRow): Bot => ({
  id: row.id,
  version: row.version,
  content: BotContent.parse(row.content),
  enabled: row.enabled,
  createdAt: row.created_at.toISOString(),
  updatedAt: row.updated_at.toISOString(),
});

export const findBot = (read: Queryable, id: string): Promise<BotRow | undefined> =>
  read.selectFrom("bots").where("id", "=", id).selectAll().executeTakeFirst();

export const findBotNames = (
  read: Queryable,
  ids: readonly string[],
): Promise<{ id: string; name: string }[]> =>
  read.selectFrom("bots").where("id", "in", ids).select(["id", "name"]).execute();

export const findBots = (
  read: Queryable,
  window: NamedWindow,
): Promise<(BotRow & { lower_name: string })[]> =>
  inOrderOfNames(read.selectFrom("bots").selectAll(), window).execute();

/** Whatever stands there: an execution ends all the same. */
const StoredOutcomes = z.object({ outcomes: z.array(Outcome).catch([]) });

interface Version {
  id: string;
  version: number;
}

const findContent = (read: Queryable, { id, version }: Version): Promise<{ content: unknown } | undefined> =>
  read
    .selectFrom("bots_versions")
    .where("bot_id", "=", id)
    .where("version", "=", version)
    .select("content")
    .executeTakeFirst();

/** What executions of one of a bot's versions leave behind. */
export async function findVersionOutcomes(read: Queryable, bot: Version): Promise<readonly Outcome[]> {
  const row = await findContent(read, bot);
  return row === undefined ? [] : StoredOutcomes.parse(row.content).outcomes;
}

const StoredVariables = z.object({ variables: z.array(BotVariable).catch([]) });

/** By their names; those without a usual value are left out. */
export async function findUsualValues(read: Queryable, bot: Version): Promise<Record<string, string>> {
  const row = await findContent(read, bot);
  const { variables } = StoredVariables.parse(row?.content ?? { variables: [] });
  return Object.fromEntries(
    variables.flatMap(({ name, default: usual }) => (usual === undefined ? [] : [[name, usual]])),
  );
}

interface Written {
  id: string;
  version: number;
  content: BotContent;
  enabled: boolean;
  at: Date;
  actor: string;
  /** What people call who wrote it. */
  byName: string;
}

/** The first version. */
export async function insertBot(tx: Tx, bot: Written): Promise<BotRow> {
  const { id, version, content, enabled, at } = bot;
  const stored = await tx
    .insertInto("bots")
    .values({
      ...{ id, version, enabled, name: content.name, content: JSON.stringify(content) },
      ...{ created_at: at, updated_at: at },
    })
    .returningAll()
    .executeTakeFirstOrThrow();
  await keepVersion(tx, bot);
  return stored;
}

/** The version behind the one that was seen; undefined where that is not the latest any more. */
export async function updateBot(tx: Tx, bot: Written): Promise<BotRow | undefined> {
  const { id, version, content, enabled, at } = bot;
  const stored = await tx
    .updateTable("bots")
    .set({ version, enabled, name: content.name, content: JSON.stringify(content), updated_at: at })
    .where("id", "=", id)
    .where("version", "=", version - 1)
    .returningAll()
    .executeTakeFirst();
  if (stored !== undefined) await keepVersion(tx, bot);
  return stored;
}

async function keepVersion(tx: Tx, bot: Written): Promise<void> {
  const { id, version, content, enabled, actor, byName, at } = bot;
  await tx
    .insertInto("bots_versions")
    .values({
      ...{ bot_id: id, version, content: JSON.stringify(content), enabled, actor, by_name: byName, at },
    })
    .execute();
}
