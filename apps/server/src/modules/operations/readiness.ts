import { setTimeout as delay } from "node:timers/promises";
import type { OpenDatabase } from "../../platform/database/database.ts";
import type { EventLog } from "../../platform/events/events.ts";

export interface ReadinessOptions {
  events: Pick<EventLog, "range">;
  db: Pick<OpenDatabase, "state">;
  /** Whether the start is over and the stop has not begun. */
  isUp(): boolean;
}

/** How long the database may take to answer before we say we are not ready. */
const patienceMs = 2_000;

/** Whether the server is ready to work: it is up, and its database answers and takes writes. */
export const isReady = async ({ events, db, isUp }: ReadinessOptions): Promise<boolean> =>
  isUp() && db.state() === "ready" && (await answers(events));

async function answers(events: Pick<EventLog, "range">): Promise<boolean> {
  const late = delay(patienceMs, false, { ref: false });
  return Promise.race([
    late,
    events.range().then(
      () => true,
      () => false,
    ),
  ]);
}
