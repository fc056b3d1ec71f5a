import { PgBoss } from "pg-boss";
import type { OpenDatabase } from "../database/database.ts";

/** The library by itself on the same connections: what our jobs are measured against. */
export async function bareQueue({ pool }: Pick<OpenDatabase, "pool">, name: string) {
  const executeSql = async (text: string, values?: unknown[]) => pool.query(text, values);
  const boss = new PgBoss({ db: { executeSql }, schedule: false, supervise: false });
  boss.on("error", (error) => process.stderr.write(`${error.message}\n`));
  await boss.start();
  await boss.createQueue(name);
  return {
    send: (data: object) => boss.send(name, data),
    /** Works on so many at once, in batches of ten. */
    work: (atOnce: number, each: () => void) =>
      boss.work(
        name,
        {
          batchSize: 10,
          localConcurrency: atOnce / 10,
          burstWhenBatchFull: true,
          pollingIntervalSeconds: 0.5,
        },
        async (batch) => batch.forEach(each),
      ),
    stop: () => boss.stop({ close: false, timeout: 2_000 }),
  };
}
