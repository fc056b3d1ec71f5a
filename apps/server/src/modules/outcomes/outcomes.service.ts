import type { ExecutionOutcome } from "@signalbox/contract/outcomes";
import { afterCommit } from "../../platform/database/database.ts";
import type { Cause } from "../../platform/http/http.ts";
import type { ExecutionOutcomes } from "../executions/index.ts";
import type { OutcomesOptions } from "./options.ts";
import { outcomeErrors } from "./outcomes.errors.ts";
import {
  findOutcome,
  findOutcomes,
  insertOutcomes,
  moveBackToPending,
  presentOutcome,
} from "./outcomes.repository.ts";
import { outcomesOf } from "./write-down.ts";

export interface OutcomesService extends ExecutionOutcomes {
  /** @throws AppError `outcomes.not_found`, `outcomes.not_failed` */
  retry(which: { executionId: string; position: number }, by: Cause): Promise<ExecutionOutcome>;
}

export const createOutcomesService = (
  { db, clock, audit, bots }: Pick<OutcomesOptions, "db" | "clock" | "audit" | "bots">,
  ring: () => void,
): OutcomesService => ({
  async writeDown(tx, { id, state, hostId, correlationId, bot }) {
    const wished = await bots.outcomesOf(tx, bot);
    const over = { id, state, hostId, correlationId, botId: bot.id, at: clock.now() };
    await insertOutcomes(tx, outcomesOf(over, wished));
    if (wished.length > 0) afterCommit(tx, ring);
  },
  of: async (executionId) => (await findOutcomes(db.read, executionId)).map(presentOutcome),
  async retry(which, by) {
    const { executionId, position } = which;
    return db.transaction(async (tx) => {
      const moved = await moveBackToPending(tx, which, clock.now());
      if (moved === undefined) {
        const found = await findOutcome(tx, which);
        throw found === undefined
          ? outcomeErrors.notFound(executionId, position)
          : outcomeErrors.notFailed(found.state);
      }
      const subject = { kind: "execution", id: executionId };
      await audit.record(tx, { ...by, action: "outcome.retried", subject, detail: { position } });
      afterCommit(tx, ring);
      return presentOutcome(moved);
    });
  },
});
