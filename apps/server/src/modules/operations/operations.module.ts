import type { Db } from "../../platform/database/database.ts";
import type { MountedRoute } from "../../platform/http/http.ts";
import { healthRoutes } from "./operations.routes.ts";

export interface OperationsOptions {
  db: Db;
  /** Whether the start is over and the stop has not begun. */
  isUp(): boolean;
}

export interface Operations {
  routes: MountedRoute[];
}

/** What an operator asks of the server itself. */
export const createOperations = ({ db, isUp }: OperationsOptions): Operations => ({
  routes: healthRoutes(async () => isUp() && (await answers(db))),
});

/** How long the database may take to answer before we say we are not ready. */
const patienceMs = 2_000;

async function answers(db: Db): Promise<boolean> {
  const query = db.read.selectFrom("events_reactions").select("name").limit(1).execute();
  const timeout = AbortSignal.timeout(patienceMs);
  const late = new Promise<false>((resolve) => timeout.addEventListener("abort", () => resolve(false)));
  return Promise.race([
    query.then(
      () => true,
      () => false,
    ),
    late,
  ]);
}
