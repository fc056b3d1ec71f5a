import type { Clock } from "../../kernel/clock.ts";
import { newId } from "../../kernel/ids.ts";
import type { Tx } from "../../platform/database/database.ts";

/** Who caused a change, in one word, and the request it came with. */
export interface Cause {
  /** `api_key:<id>`, `sign_in:<id>` or `system`. */
  actor: string;
  correlationId: string;
}

/** One change that somebody made: who, what, to what. No secrets in the detail. */
export interface AuditEntry extends Cause {
  /** What was done, in the words of an event: `api_key.created`. */
  action: string;
  subject: { kind: string; id: string };
  detail?: Record<string, unknown>;
}

/** The record of every state change made by a person or a key. */
export interface Audit {
  /** Writes the entry in the transaction of the change, so that neither is there without the other. */
  record(tx: Tx, entry: AuditEntry): Promise<void>;
}

export const createAudit = (clock: Clock): Audit => ({
  async record(tx, { actor, action, subject, correlationId, detail = {} }) {
    await tx
      .insertInto("auth_audit")
      .values({
        id: newId(),
        at: clock.now(),
        actor,
        action,
        subject_kind: subject.kind,
        subject_id: subject.id,
        correlation_id: correlationId,
        detail: JSON.stringify(detail),
      })
      .execute();
  },
});
