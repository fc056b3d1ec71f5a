import type { ClientBase } from "pg";
import { placeOf } from "../database/server-database.ts";
import { isHalfMovedSql } from "./ledger.ts";
import { relocationErrors } from "./relocation-errors.ts";

type Asked = Pick<ClientBase, "query">;

/**
 * Keeps a server from using what a move that was not finished left.
 * @throws AppError `relocation.half_moved`
 */
export async function refuseHalfMoved(client: Asked, url: string): Promise<void> {
  const { rows } = await client.query<{ half: boolean }>(isHalfMovedSql);
  if (rows[0]?.half) throw relocationErrors.halfMoved(placeOf(url));
}
