import type { Tx } from "../../../platform/database/database.ts";
import type { Cause } from "../../../platform/http/http.ts";
import type { ExecutionsOptions } from "../options.ts";
import {
  countNeedingLook,
  storeLookedAt,
  storeOutcomeFailed,
  storeOutcomesDone,
} from "./looked-at.repository.ts";
import { replay } from "./replay.ts";

/** What is done about executions that did not end well. */
export interface Looking {
  /** How many need a look. */
  toLookAt(): Promise<number>;
  /** Starts those that are over again as they were given. */
  replay(ids: readonly string[], by: Cause & { name: string }): ReturnType<typeof replay>;
  /** Somebody looked at them; how many needed it. */
  dismiss(ids: readonly string[], by: Cause): Promise<number>;
  /** Something that it was to leave behind could not be. */
  outcomeFailed(tx: Tx, id: string): Promise<void>;
  /** Nothing of that is missing any more. */
  outcomesDone(tx: Tx, id: string): Promise<void>;
}

export const createLooking = (options: ExecutionsOptions): Looking => ({
  toLookAt: () => countNeedingLook(options.db.read),
  replay: (ids, by) => replay(ids, { by, options }),
  dismiss: (ids, by) =>
    options.db.transaction(async (tx) => {
      const dismissed = await storeLookedAt(tx, ids, options.clock.now());
      for (const id of dismissed) {
        const subject = { kind: "execution", id };
        await options.audit.record(tx, { ...by, action: "execution.dismissed", subject });
      }
      return dismissed.length;
    }),
  outcomeFailed: storeOutcomeFailed,
  outcomesDone: storeOutcomesDone,
});
