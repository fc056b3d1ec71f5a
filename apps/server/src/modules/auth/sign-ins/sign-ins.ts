import { signInCreated, signInEnded } from "@signalbox/contract/auth";
import { Id, type Page, type Scope } from "@signalbox/contract/common";
import type { SignIn } from "@signalbox/contract/people";
import { scopesOfRole } from "@signalbox/contract/roles";
import type { Logger } from "pino";
import type { Clock } from "../../../kernel/clock.ts";
import { hashSecret, newId, newSecret } from "../../../kernel/ids.ts";
import type { Service } from "../../../kernel/module.ts";
import { afterCommit, type Db, type Tx } from "../../../platform/database/database.ts";
import { type EventLog, newEvent } from "../../../platform/events/events.ts";
import { keysetCursor, pageOfRows } from "../../../platform/http/cursor.ts";
import { actorOf, type Caller, type Cause } from "../../../platform/http/http.ts";
import type { Audit } from "../audit/audit.ts";
import { createUsage } from "../usage.ts";
import { findUserInUse } from "../users/users.repository.ts";
import { deviceName } from "./device-name.ts";
import { type BothHalves, createKnownSignIns, type KnownSignIns } from "./known-sign-ins.ts";
import { presentSignIn } from "./present-sign-in.ts";
import {
  endSignIns,
  insertSignIn,
  listSignIns,
  type NewSignInRow,
  writeSeen,
} from "./sign-ins.repository.ts";

const minute = 60_000;
const signInLifeMs = 30 * 24 * 60 * minute;
const expiryAfter = (seen: Date) => new Date(seen.getTime() + signInLifeMs);

export interface SignInsOptions {
  db: Db;
  events: EventLog;
  clock: Clock;
  log: Logger;
  audit: Audit;
}

/** A sign-in with both of its halves, which nobody learns a second time. */
export interface NewSignIn {
  id: string;
  cookie: string;
  secret: string;
  scopes: readonly Scope[];
  expiresAt: Date;
}

/** The browser that signs in, and the request it does so with. */
export interface Visitor {
  userAgent: string | undefined;
  address: string;
  correlationId: string;
}

/** Somebody who has shown who they are, and how: every way in ends in one of these. */
export interface Proven {
  userId: string;
  way: NewSignInRow["way"];
  /** The name a trusted proxy gave, where that was the way. */
  identity?: string;
}

/** The browsers that people are signed in on. */
export interface SignIns {
  readonly usage: Service;
  readonly known: Pick<KnownSignIns, "findById" | "forget" | "forgetUser" | "forgetAll" | "onceOver">;
  /** Signs in whoever was proven; nothing where the account is disabled by now. */
  begin(tx: Tx, proven: Proven, by: Visitor): Promise<NewSignIn | undefined>;
  /** Ends one, of this account where one is given; false where there is none in use. */
  end(which: { id: string; userId?: string | undefined }, cause: Cause): Promise<boolean>;
  /** Ends all of an account but the one named. */
  endAllOf(tx: Tx, which: { userId: string; except?: string | undefined }, cause: Cause): Promise<number>;
  list(
    of: { userId: string; asking: string },
    page: { limit: number; cursor?: string | undefined },
  ): Promise<Page<SignIn>>;
  /** Who holds both halves of a sign-in that is not over. */
  authenticate(halves: BothHalves): Promise<Caller | null>;
}

const cursors = keysetCursor("sign-ins", Id);

export const createSignIns = (options: SignInsOptions): SignIns => {
  const { db, clock, log } = options;
  const known = createKnownSignIns({ read: db.read, clock, expiryAfter });
  const endIn = signInEnder(options, known.forget);
  const usage = createUsage({
    name: "last use of sign-ins",
    log,
    everyMs: minute,
    write: (uses) => db.transaction((tx) => writeSeen(tx, uses, expiryAfter)),
  });

  return {
    usage,
    known,
    begin: signInMaker(options),
    end: async (which, cause) => (await db.transaction((tx) => endIn(tx, which, cause))) > 0,
    endAllOf: endIn,
    async list({ userId, asking }, { limit, cursor }) {
      const before = cursors.decode(cursor);
      const rows = await listSignIns(db.read, { userId, at: clock.now(), before, limit: limit + 1 });
      const page = pageOfRows(rows, limit, ({ id }) => cursors.encode(id));
      const present = (row: (typeof rows)[number]) =>
        presentSignIn({ ...row, last_seen_at: usage.unwritten(row.id) ?? row.last_seen_at }, asking);
      return { ...page, items: page.items.map(present) };
    },
    async authenticate(halves) {
      const caller = await known.find(halves);
      if (caller !== null) usage.note(caller.id, clock.now());
      return caller;
    },
  };
};

const signInMaker =
  ({ events, clock, audit }: SignInsOptions) =>
  async (tx: Tx, { userId, way, identity }: Proven, by: Visitor): Promise<NewSignIn | undefined> => {
    const user = await findUserInUse(tx, userId);
    if (user === undefined) return undefined;
    const at = clock.now();
    const id = newId();
    const cookie = newSecret("sbx_cookie");
    const secret = newSecret("sbx_signin");
    const name = deviceName(by.userAgent);
    const expiresAt = expiryAfter(at);
    await insertSignIn(tx, {
      id,
      user_id: userId,
      name,
      way,
      identity: identity ?? null,
      address: by.address,
      cookie_hash: hashSecret(cookie),
      secret_hash: hashSecret(secret),
      created_at: at,
      last_seen_at: at,
      expires_at: expiresAt,
    });
    const subject = { kind: "sign_in", id };
    const { correlationId, address } = by;
    const cause = { actor: actorOf({ kind: "sign_in", id }), correlationId, address };
    events.append(tx, newEvent(signInCreated, { ...cause, at, subject }, { signInId: id }));
    const detail = { name, way, login: user.login };
    await audit.record(tx, { ...cause, action: signInCreated.type, subject, detail });
    return { id, cookie, secret, scopes: scopesOfRole[user.role], expiresAt };
  };

const signInEnder =
  ({ events, clock, audit }: SignInsOptions, forget: (id: string) => void) =>
  async (tx: Tx, which: Parameters<typeof endSignIns>[1], cause: Cause): Promise<number> => {
    const at = clock.now();
    const ended = await endSignIns(tx, which, at);
    for (const { id } of ended) {
      const subject = { kind: "sign_in", id };
      events.append(tx, newEvent(signInEnded, { ...cause, at, subject }, { signInId: id }));
      await audit.record(tx, { ...cause, action: signInEnded.type, subject });
      afterCommit(tx, () => forget(id));
    }
    return ended.length;
  };
