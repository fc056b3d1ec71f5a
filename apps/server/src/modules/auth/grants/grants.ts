import { Id, type Page } from "@signalbox/contract/common";
import { type AnswerGrant, grantAsked, grantSettled } from "@signalbox/contract/grants";
import type { Clock } from "../../../kernel/clock.ts";
import { hashSecret, newCode, newId } from "../../../kernel/ids.ts";
import type { Db, Tx } from "../../../platform/database/database.ts";
import { type EventLog, newEvent } from "../../../platform/events/events.ts";
import { keysetCursor, pageOfRows } from "../../../platform/http/cursor.ts";
import type { Cause, Person } from "../../../platform/http/http.ts";
import type { Audit } from "../audit/audit.ts";
import { authErrors } from "../auth.errors.ts";
import { type Keys, newKeySecret } from "../keys/keys.ts";
import * as stored from "./grants.repository.ts";

export interface GrantsOptions {
  db: Db;
  events: EventLog;
  clock: Clock;
  audit: Audit;
  keys: Pick<Keys, "createGranted" | "revokeIn">;
  /** Where the web app is, once the server listens. */
  origin: () => string;
}

/** Leave for a terminal to answer: a key that is born when a person says so in a browser, and dies within the hour. */
export interface Grants {
  /** @throws AppError `auth.grants_waiting` */
  ask(name: string, cause: Cause): Promise<{ grant: AnswerGrant; secret: string; url: string }>;
  find(id: string): Promise<AnswerGrant>;
  list(page: { limit: number; cursor?: string | undefined }): Promise<Page<AnswerGrant>>;
  /** @throws AppError `auth.grant_settled` */
  give(id: string, given: { minutes: number; to: Person }, cause: Cause): Promise<AnswerGrant>;
  /** Whoever asked asks no more. @throws AppError `auth.grant_not_found`, `auth.grant_settled` */
  withdraw(id: string, secret: string, cause: Cause): Promise<AnswerGrant>;
  /** Refuses it, or ends it early. @throws AppError `auth.grant_settled` */
  refuse(id: string, by: { name: string }, cause: Cause): Promise<AnswerGrant>;
}

const minute = 60_000;
/** How long somebody has to give it. */
const askedForMs = 5 * minute;
/** More are not asked at once: nobody could tell them apart. */
const mostAsked = 10;

const cursors = keysetCursor("answer grants", Id);

export const createGrants = (options: GrantsOptions): Grants => {
  const { db, clock, keys, origin } = options;
  const note = noteOf(options);

  return {
    ask: (name, cause) =>
      db.transaction(async (tx) => {
        const at = clock.now();
        if ((await stored.countAsked(tx, at)) >= mostAsked) throw authErrors.grantsWaiting();
        const { secret, hash, prefix } = newKeySecret();
        const life = { asked_at: at, expires_at: new Date(at.getTime() + askedForMs) };
        const own = { id: newId(), name, code: newCode(6), secret_hash: hash, prefix };
        const row = await stored.insertGrant(tx, { ...own, ...life });
        await note(tx, { row, event: grantAsked, cause });
        return { grant: stored.presentGrant(row, at), secret, url: `${origin()}/settings/terminals` };
      }),
    async find(id) {
      const row = await stored.findGrant(db.read, id);
      if (row === undefined) throw authErrors.grantNotFound(id);
      return stored.presentGrant(row, clock.now());
    },
    async list({ limit, cursor }) {
      const now = clock.now();
      const rows = await stored.listGrants(db.read, { before: cursors.decode(cursor), limit: limit + 1 });
      const page = pageOfRows(rows, limit, ({ id }) => cursors.encode(id));
      return { ...page, items: page.items.map((row) => stored.presentGrant(row, now)) };
    },
    give: (id, { minutes, to }, cause) =>
      db.transaction(async (tx) => {
        const { row, at } = await waiting(tx, id, clock);
        const expiresAt = new Date(at.getTime() + minutes * minute);
        const secret = { hash: row.secret_hash, prefix: row.prefix };
        const keyId = await keys.createGranted(
          tx,
          { name: row.name, expiresAt, secret, userId: to.id },
          cause,
        );
        const settled = {
          state: "given",
          settled_by: to.name,
          key_id: keyId,
          expires_at: expiresAt,
        } as const;
        const given = await stored.settleGrant(tx, row, settled);
        await note(tx, { row: given, event: grantSettled, cause });
        return stored.presentGrant(given, at);
      }),
    withdraw: (id, secret, cause) =>
      db.transaction(async (tx) => {
        const { row, at } = await waiting(tx, id, clock);
        if (row.secret_hash !== hashSecret(secret)) throw authErrors.grantNotFound(id);
        const settled = await stored.settleGrant(tx, row, { state: "withdrawn", settled_by: row.name });
        await note(tx, { row: settled, event: grantSettled, cause });
        return stored.presentGrant(settled, at);
      }),
    refuse: (id, { name }, cause) =>
      db.transaction(async (tx) => {
        const { row, at } = await waiting(tx, id, clock, ["asked", "given"]);
        if (row.key_id !== null) await keys.revokeIn(tx, row.key_id, cause);
        const state = row.state === "given" ? "ended" : "refused";
        const settled = await stored.settleGrant(tx, row, { state, settled_by: name });
        await note(tx, { row: settled, event: grantSettled, cause });
        return stored.presentGrant(settled, at);
      }),
  };
};

/** The grant, locked, where it can be settled still. */
async function waiting(
  tx: Tx,
  id: string,
  clock: Clock,
  states: readonly stored.GrantRow["state"][] = ["asked"],
) {
  const at = clock.now();
  const row = await stored.lockGrant(tx, id);
  if (row === undefined) throw authErrors.grantNotFound(id);
  if (!states.includes(row.state) || row.expires_at <= at)
    throw authErrors.grantSettled(stored.presentGrant(row, at).state);
  return { row, at };
}

interface Noted {
  row: stored.GrantRow;
  event: typeof grantAsked | typeof grantSettled;
  cause: Cause;
}

const noteOf =
  ({ events, audit, clock }: GrantsOptions) =>
  async (tx: Tx, { row, event, cause }: Noted): Promise<void> => {
    const subject = { kind: "answer_grant", id: row.id };
    const at = clock.now();
    const action = row.state === "asked" ? event.type : `answer_grant.${row.state}`;
    events.append(tx, newEvent(event, { ...cause, at, subject }, { grantId: row.id }));
    const detail = { name: row.name, until: row.expires_at.toISOString() };
    await audit.record(tx, { ...cause, action, subject, detail });
  };
