import { betweenNodes } from "../../apps/server/src/app/between-nodes.ts";
import { newId } from "../../apps/server/src/kernel/ids.ts";
import type { OpenDatabase } from "../../apps/server/src/platform/database/database.ts";
import { createEventLog } from "../../apps/server/src/platform/events/event-log.ts";
import { silentLog as log } from "../../apps/server/src/platform/events/testing.ts";

/** Where nodes meet. */
export interface Meeting {
  databaseUrl: string | undefined;
  redisUrl: string | undefined;
}

/** The event log of one node as the server composes it, without the rest of the server. One of them works for all. */
export async function eventNode(db: OpenDatabase, meeting: Meeting, { works }: { works: boolean }) {
  const between = betweenNodes({ config: meeting, db, log, node: newId() });
  const events = createEventLog({ db, log, wakeUps: between.wakeUps });
  await events.start?.();
  const { feed, loops } = between.feedOf(events);
  const leaving = new AbortController();
  const running = loops.filter(({ alone }) => works || !alone).map((loop) => loop.run(leaving.signal));
  const leave = async () => {
    leaving.abort();
    await Promise.allSettled(running);
    await events.stop?.();
    await db.close();
  };
  return { events, feed, leave };
}
