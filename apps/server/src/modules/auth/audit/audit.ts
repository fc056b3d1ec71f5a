import { Id } from "@signalbox/contract/common";
import type { ExpressionBuilder } from "kysely";
import type { Clock } from "../../../kernel/clock.ts";
import { newId } from "../../../kernel/ids.ts";
import type { Tx } from "../../../platform/database/database.ts";
import type { Tables } from "../../../platform/database/tables.ts";
import type { Cause } from "../../../platform/http/http.ts";
import { adminCaller } from "../keys/admin-key.ts";

/** One change that somebody made: who, what, to what. No secrets in the detail. */
export interface NewAuditEntry extends Cause {
  /** What was done, in the words of an event: `api_key.created`. */
  action: string;
  subject: { kind: string; id: string };
  detail?: Record<string, unknown>;
}

/** The record of every state change made by a person or a key. */
export interface Audit {
  /** Writes the entry in the transaction of the change, so that neither is there without the other. */
  record(tx: Tx, entry: NewAuditEntry): Promise<void>;
}

export const createAudit = (clock: Clock): Audit => ({
  async record(tx, { actor, action, subject, correlationId, address, detail = {} }) {
    await tx
      .insertInto("auth_audit")
      .values((by) => ({
        ...personBehind(by, actor),
        id: newId(),
        at: clock.now(),
        actor,
        action,
        subject_kind: subject.kind,
        subject_id: subject.id,
        correlation_id: correlationId,
        address: address ?? null,
        detail: JSON.stringify(detail),
      }))
      .execute();
  },
});

type Builder = ExpressionBuilder<Tables, "auth_audit">;

/** Who the actor stands for, looked up as the entry is written: names change, and what they stood for goes. */
const personBehind = (by: Builder, actor: string) => {
  const [kind, id = ""] = actor.split(":", 2);
  if (kind === "system") return { user_id: null, actor_name: "Signalbox" };
  if (kind === "api_key" && id === adminCaller.id) return { user_id: null, actor_name: adminCaller.name };
  if (!Id.safeParse(id).success) return { user_id: null, actor_name: null };
  if (kind === "user") return ofUser(by, id);
  return kind === "api_key" ? ofKey(by, id) : ofSignIn(by, id);
};

const ofUser = (by: Builder, id: string) => ({
  user_id: id,
  actor_name: by.selectFrom("auth_users").select("name").where("id", "=", id),
});

const ofKey = (by: Builder, id: string) => {
  const key = by.selectFrom("auth_api_keys").where("id", "=", id);
  return { user_id: key.select("user_id"), actor_name: key.select("name") };
};

const ofSignIn = (by: Builder, id: string) => {
  const signIn = by
    .selectFrom("auth_sign_ins")
    .innerJoin("auth_users", "auth_users.id", "auth_sign_ins.user_id")
    .where("auth_sign_ins.id", "=", id);
  return { user_id: signIn.select("auth_users.id"), actor_name: signIn.select("auth_users.name") };
};
