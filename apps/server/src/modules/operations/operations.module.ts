import { setTimeout as delay } from "node:timers/promises";
import type { OpenDatabase } from "../../platform/database/database.ts";
import type { EventLog } from "../../platform/events/events.ts";
import type { MountedRoute } from "../../platform/http/http.ts";
import { healthRoutes } from "./operations.routes.ts";

export interface OperationsOptions {
  events: Pick<EventLog, "range">;
  db: Pick<OpenDatabase, "state">;
  /** Whether the start is over and the stop has not begun. */
  isUp(): boolean;
}

export interface Operations {
  routes: MountedRoute[];
}

/** What an operator asks of the server itself. */
export const createOperations = ({ events, db, isUp }: OperationsOptions): Operations => ({
  routes: healthRoutes(async () => isUp() && db.state() === "ready" && (await answers(events))),
});

/** How long the database may take to answer before we say we are not ready. */
const patienceMs = 2_000;

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
