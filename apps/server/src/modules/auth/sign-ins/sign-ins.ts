import { signInCreated, signInEnded } from "@signalbox/contract/auth";
import { Scope } from "@signalbox/contract/common";
import type { Logger } from "pino";
import type { Clock } from "../../../kernel/clock.ts";
import { hashSecret, newId, newSecret } from "../../../kernel/ids.ts";
import type { Service } from "../../../kernel/module.ts";
import { afterCommit, type Db } from "../../../platform/database/database.ts";
import { type EventLog, newEvent } from "../../../platform/events/events.ts";
import { actorOf, type Caller } from "../../../platform/http/http.ts";
import type { Audit, Cause } from "../audit.ts";
import { authErrors } from "../auth.errors.ts";
import { createUsage } from "../usage.ts";
import { deviceName } from "./device-name.ts";
import { createFailedAttempts } from "./failed-attempts.ts";
import { createKnownSignIns } from "./known-sign-ins.ts";
import { endSignIn, insertLink, insertSignIn, useLink, writeSeen } from "./sign-ins.repository.ts";

const minute = 60_000;
const linkLifeMs = 10 * minute;
const signInLifeMs = 30 * 24 * 60 * minute;
const expiryAfter = (seen: Date) => new Date(seen.getTime() + signInLifeMs);

export interface SignInsOptions {
  db: Db;
  events: EventLog;
  clock: Clock;
  log: Logger;
  audit: Audit;
  /** Where the web app is, once the server listens. */
  origin: () => string;
}

/** A sign-in with both of its halves, which nobody learns a second time. */
export interface NewSignIn {
  id: string;
  cookie: string;
  secret: string;
  scopes: Scope[];
  expiresAt: Date;
}

/** The browser that redeems a link, and the request it does so with. */
export interface Redeemer {
  userAgent: string | undefined;
  correlationId: string;
}

/** Links that sign a browser in, and the browsers that are. */
export interface SignIns {
  readonly usage: Service;
  /** A link that works once, within ten minutes; its secret is in the fragment, which no server sees. */
  createLink(cause: Cause): Promise<{ url: string; expiresAt: Date }>;
  redeem(secret: string, by: Redeemer): Promise<NewSignIn>;
  end(id: string, cause: Cause): Promise<void>;
  /** Who holds both halves of a sign-in that is not over. */
  authenticate(cookie: string, secret: string): Promise<Caller | null>;
  isInUse(id: string): boolean;
}

export const createSignIns = (options: SignInsOptions): SignIns => {
  const { db, events, clock, log, audit, origin } = options;
  const known = createKnownSignIns({ read: db.read, clock, expiryAfter });
  const failed = createFailedAttempts({ clock, most: 20, withinMs: minute });
  const redeem = linkRedeemer(options);
  const usage = createUsage({
    name: "last use of sign-ins",
    log,
    everyMs: minute,
    write: (uses) => db.transaction((tx) => writeSeen(tx, uses, expiryAfter)),
  });

  return {
    usage,
    async createLink(cause) {
      const secret = newSecret("sbx_link");
      const createdAt = clock.now();
      const expiresAt = new Date(createdAt.getTime() + linkLifeMs);
      const secretHash = hashSecret(secret);
      await db.transaction(async (tx) => {
        await insertLink(tx, { secret_hash: secretHash, created_at: createdAt, expires_at: expiresAt });
        const subject = { kind: "sign_in_link", id: secretHash.slice(0, 16) };
        await audit.record(tx, { ...cause, action: "sign_in_link.created", subject });
      });
      return { url: `${origin()}/sign-in#${secret}`, expiresAt };
    },
    async redeem(secret, by) {
      const made = await redeem(secret, by);
      if (made !== undefined) return made;
      if (failed.tooMany()) throw authErrors.tooManyAttempts();
      failed.add();
      throw authErrors.linkInvalid();
    },
    async end(id, cause) {
      await db.transaction(async (tx) => {
        const at = clock.now();
        const ended = await endSignIn(tx, id, at);
        if (ended === undefined) return;
        const subject = { kind: "sign_in", id };
        events.append(tx, newEvent(signInEnded, { ...cause, at, subject }, { signInId: id }));
        await audit.record(tx, { ...cause, action: signInEnded.type, subject });
        afterCommit(tx, () => known.forget(ended.cookie_hash));
      });
    },
    async authenticate(cookie, secret) {
      const caller = await known.find(cookie, secret);
      if (caller !== null) usage.note(caller.id, clock.now());
      return caller;
    },
    isInUse: known.isInUse,
  };
};

/** Uses a link up and signs its bearer in, in one transaction; undefined where the link is void. */
const linkRedeemer =
  ({ db, events, clock, audit }: SignInsOptions) =>
  async (secret: string, { userAgent, correlationId }: Redeemer): Promise<NewSignIn | undefined> => {
    const at = clock.now();
    const id = newId();
    const cookie = newSecret("sbx_cookie");
    const signInSecret = newSecret("sbx_signin");
    const row = {
      id,
      name: deviceName(userAgent),
      cookie_hash: hashSecret(cookie),
      secret_hash: hashSecret(signInSecret),
      scopes: [...Scope.options],
      created_at: at,
      last_seen_at: at,
      expires_at: expiryAfter(at),
    };
    const redeemed = await db.transaction(async (tx) => {
      if (!(await useLink(tx, hashSecret(secret), at))) return false;
      await insertSignIn(tx, row);
      const subject = { kind: "sign_in", id };
      const cause = { actor: actorOf({ kind: "sign_in", id }), correlationId };
      events.append(tx, newEvent(signInCreated, { ...cause, at, subject }, { signInId: id }));
      await audit.record(tx, { ...cause, action: signInCreated.type, subject, detail: { name: row.name } });
      return true;
    });
    if (!redeemed) return undefined;
    return { id, cookie, secret: signInSecret, scopes: row.scopes, expiresAt: row.expires_at };
  };
