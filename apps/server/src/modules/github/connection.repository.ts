import type { Selectable } from "kysely";
import type { Queryable, Tx } from "../../platform/database/database.ts";
import type { GithubConnections } from "../../platform/database/tables.ts";

export type ConnectionRow = Selectable<GithubConnections>;

export const findConnection = (read: Queryable): Promise<ConnectionRow | undefined> =>
  read.selectFrom("github_connections").selectAll().executeTakeFirst();

interface NewConnection {
  apiUrl: string;
  sealedToken: string | null;
  appId: string | null;
  sealedKey: string | null;
  login: string;
  actor: string;
  at: Date;
}

export const storeConnection = (tx: Tx, given: NewConnection): Promise<ConnectionRow> => {
  const values = {
    ...{ api_url: given.apiUrl, sealed_token: given.sealedToken, login: given.login },
    ...{ app_id: given.appId, sealed_key: given.sealedKey },
    ...{ actor: given.actor, changed_at: given.at },
  };
  return tx
    .insertInto("github_connections")
    .values(values)
    .onConflict((conflict) => conflict.column("id").doUpdateSet(values))
    .returningAll()
    .executeTakeFirstOrThrow();
};

/** Undefined where there was none. */
export const deleteConnection = (tx: Tx): Promise<ConnectionRow | undefined> =>
  tx.deleteFrom("github_connections").returningAll().executeTakeFirst();
