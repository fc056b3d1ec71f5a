import { userPasswordChanged } from "@signalbox/contract/people";
import type { Clock } from "../../../kernel/clock.ts";
import type { Db, Tx } from "../../../platform/database/database.ts";
import { type EventLog, newEvent } from "../../../platform/events/events.ts";
import type { Cause } from "../../../platform/http/http.ts";
import type { Audit } from "../audit/audit.ts";
import { authErrors } from "../auth.errors.ts";
import type { Links } from "../sign-ins/links.ts";
import type { SignIns } from "../sign-ins/sign-ins.ts";
import { createPasswordHashes } from "./hash-password.ts";
import { passwordFault } from "./password-rules.ts";
import { anyPassword, findPassword, replaceHash, storePassword } from "./passwords.repository.ts";

export interface PasswordsOptions {
  db: Db;
  events: EventLog;
  clock: Clock;
  audit: Audit;
  links: Links;
  signIns: SignIns;
}

/** Passwords of accounts: what they must be, whether one is right, and what a new one ends. */
export interface Passwords {
  /** Whether anybody can sign in with one. */
  any(): Promise<boolean>;
  /** What is stored of a password that may be chosen; made outside any transaction, for it takes its time. */
  prepare(password: string, login: string): Promise<string>;
  /** Gives an account a prepared password: signs out everywhere but where it was chosen, and voids links. */
  store(
    tx: Tx,
    change: { userId: string; prepared: string; keep?: string | undefined },
    cause: Cause,
  ): Promise<void>;
  /** Whether it is the account's; for nobody's account it takes as long. */
  isRight(password: string, userId: string | undefined): Promise<boolean>;
}

export const createPasswords = (options: PasswordsOptions): Passwords => {
  const { db, events, clock, audit, links, signIns } = options;
  const hashes = createPasswordHashes();
  return {
    any: () => anyPassword(db.read),
    async prepare(password, login) {
      const fault = passwordFault(password, login);
      if (fault !== undefined) throw authErrors.passwordWeak(fault);
      return hashes.make(password);
    },
    async store(tx, { userId, prepared, keep }, cause) {
      const at = clock.now();
      const subject = { kind: "user", id: userId };
      await storePassword(tx, userId, { hash: prepared, at });
      await links.voidAll(tx, userId);
      const ended = await signIns.endAllOf(tx, { userId, except: keep }, cause);
      events.append(tx, newEvent(userPasswordChanged, { ...cause, at, subject }, { userId }));
      await audit.record(tx, {
        ...cause,
        action: userPasswordChanged.type,
        subject,
        detail: { signInsEnded: ended },
      });
    },
    async isRight(password, userId) {
      const hash = userId === undefined ? undefined : await findPassword(db.read, userId);
      const right = await hashes.isRight(password, hash);
      if (right && userId !== undefined && hash !== undefined && hashes.isDated(hash)) {
        const to = await hashes.make(password);
        await db.transaction((tx) => replaceHash(tx, userId, { from: hash, to }));
      }
      return right;
    },
  };
};
