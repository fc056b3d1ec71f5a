import type { Pool } from "pg";
import type { OpenDatabase } from "./database.ts";
import { openDatabase } from "./open-database.ts";
import { openServerDatabase } from "./server-database.ts";

/** Works on the database that is on a server, with connections that are gone after. */
export const withPool = <T>(url: string, work: (pool: Pool) => Promise<T>): Promise<T> =>
  closingAfter(openServerDatabase({ url }), work);

/** Works on the embedded database of a folder, which nobody has open before or after. */
export const withFolder = async <T>(folder: string, work: (pool: Pool) => Promise<T>): Promise<T> =>
  closingAfter(await openDatabase({ folder }), work);

async function closingAfter<T>(db: OpenDatabase, work: (pool: Pool) => Promise<T>): Promise<T> {
  try {
    return await work(db.pool);
  } finally {
    await db.close();
  }
}
