import type { Queryable, Tx } from "../../platform/database/database.ts";

/** The sealed secret that a bot's webhooks are signed with; null where it has none. */
export async function findSigningKey(read: Queryable, botId: string): Promise<string | null> {
  const row = await read
    .selectFrom("outcomes_signing_keys")
    .where("bot_id", "=", botId)
    .select("sealed_secret")
    .executeTakeFirst();
  return row?.sealed_secret ?? null;
}

/** Undefined where it has none. */
export async function findSigningKeyTime(read: Queryable, botId: string): Promise<Date | undefined> {
  const row = await read
    .selectFrom("outcomes_signing_keys")
    .where("bot_id", "=", botId)
    .select("created_at")
    .executeTakeFirst();
  return row?.created_at;
}

export async function storeSigningKey(
  tx: Tx,
  { botId, sealed, actor, at }: { botId: string; sealed: string; actor: string; at: Date },
): Promise<void> {
  const values = { sealed_secret: sealed, actor, created_at: at };
  await tx
    .insertInto("outcomes_signing_keys")
    .values({ bot_id: botId, ...values })
    .onConflict((conflict) => conflict.column("bot_id").doUpdateSet(values))
    .execute();
}
