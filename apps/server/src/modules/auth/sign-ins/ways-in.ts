import { Login } from "@signalbox/contract/auth";
import type { Clock } from "../../../kernel/clock.ts";
import type { Db, Tx } from "../../../platform/database/database.ts";
import type { Person } from "../../../platform/http/http.ts";
import { networkOf } from "../../../platform/http/network-of.ts";
import type { Audit } from "../audit/audit.ts";
import { authErrors } from "../auth.errors.ts";
import type { Passwords } from "../passwords/passwords.ts";
import { findUserByLogin, type UserRow } from "../users/users.repository.ts";
import type { Users } from "../users/users.ts";
import { type Attempts, createAttempts } from "./attempts.ts";
import type { LinkPurpose } from "./links.repository.ts";
import type { Links } from "./links.ts";
import { passwordGuesses } from "./password-guesses.ts";
import { createRefusals, type Guesser, type Refusals } from "./refusals.ts";
import type { NewSignIn, SignIns, Visitor } from "./sign-ins.ts";

const linkWindowMs = 60_000;

export interface WaysInOptions {
  db: Db;
  clock: Clock;
  audit: Audit;
  links: Links;
  signIns: SignIns;
  passwords: Passwords;
  users: Users;
  /** Whether whom a proxy names gets an account, where there is none. */
  createsViewers: boolean;
}

/** How a browser shows whose it is. Each way ends in a sign-in, or in a refusal that is counted and recorded. */
export interface WaysIn {
  byLink(secret: string, by: Visitor): Promise<NewSignIn>;
  byPassword(shown: { login: string; password: string }, by: Visitor): Promise<NewSignIn>;
  /** Whoever is signed in shows that they know the account's password; refused and counted like a sign-in. */
  confirmPassword(shown: { user: Person; password: string }, by: Guesser): Promise<void>;
  /** Chooses a password by a link that was made for it. */
  byNewPassword(shown: { secret: string; password: string }, by: Visitor): Promise<NewSignIn>;
  /** Takes the word of a trusted proxy. */
  byIdentity(login: string | undefined, by: Visitor): Promise<NewSignIn>;
  /** Whether there would be an account for whom a trusted proxy names. */
  knowsIdentity(login: string): Promise<boolean>;
}

export const createWaysIn = (options: WaysInOptions): WaysIn => {
  const { db, links, signIns, passwords } = options;
  const attempts = createAttempts(options);
  const refusals = createRefusals(options);
  const tryPassword = passwordGuesses({ attempts, refusals, passwords });

  const refuseLink = linkRefuser(attempts, refusals);

  return {
    async byLink(secret, by) {
      const made = await db.transaction(async (tx) => {
        const userId = await links.use(tx, secret, "sign_in");
        return userId === undefined ? undefined : signIns.begin(tx, { userId, way: "link" }, by);
      });
      return made ?? refuseLink("sign_in", by);
    },

    async byPassword({ login, password }, by) {
      const user = await userCalled(db, login);
      const made = await tryPassword({ user, login, password }, by, ({ id }) =>
        db.transaction((tx) => signIns.begin(tx, { userId: id, way: "password" }, by)),
      );
      if (made === undefined) throw authErrors.passwordWrong();
      return made;
    },

    async confirmPassword({ user, password }, by) {
      const right = await tryPassword({ user, login: user.login, password }, by, async () => true);
      if (!right) throw authErrors.currentPasswordWrong();
    },

    async byNewPassword({ secret, password }, by) {
      const user = await links.whose(secret, "set_password");
      if (user === undefined) return refuseLink("set_password", by);
      const prepared = await passwords.prepare(password, user.login);
      const made = await db.transaction(async (tx) => {
        const userId = await links.use(tx, secret, "set_password");
        return userId === undefined ? undefined : choose(tx, { userId, prepared }, by);
      });
      return made ?? refuseLink("set_password", by);
    },

    async byIdentity(login, by) {
      const user = login === undefined ? undefined : await accountFor(login, by);
      const made =
        login !== undefined && user !== undefined
          ? await db.transaction((tx) =>
              signIns.begin(tx, { userId: user.id, way: "identity", identity: login }, by),
            )
          : undefined;
      if (made !== undefined) return made;
      if (login !== undefined) await refusals.record("sign_in.refused", by, { way: "identity", user });
      throw authErrors.noIdentity();
    },

    async knowsIdentity(login) {
      const user = await findUserByLogin(db.read, login);
      return user === undefined ? options.createsViewers : user.disabled_at === null;
    },
  };

  async function accountFor(login: string, by: Visitor): Promise<{ id: string } | undefined> {
    const user = await findUserByLogin(db.read, login);
    if (user !== undefined || !options.createsViewers) return user;
    const { correlationId, address } = by;
    return options.users.createViewer(login, { actor: "system", correlationId, address });
  }

  async function choose(tx: Tx, chosen: { userId: string; prepared: string }, by: Visitor) {
    const { correlationId, address } = by;
    await passwords.store(tx, chosen, { actor: `user:${chosen.userId}`, correlationId, address });
    return signIns.begin(tx, { userId: chosen.userId, way: "link" }, by);
  }
};

/** Whoever knows a link is let in whatever others guessed. */
const linkRefuser =
  (attempts: Attempts, refusals: Refusals) =>
  async (purpose: LinkPurpose, by: Visitor): Promise<never> => {
    const counted = await attempts.count([{ name: `link ${networkOf(by.address)}`, most: 20 }], linkWindowMs);
    if (counted.justNow) await refusals.record("sign_in.limited", by, { way: "link" });
    if (counted.tooMany) throw authErrors.tooManyAttempts("a minute");
    await refusals.record("sign_in.refused", by, { way: "link" });
    throw authErrors.linkInvalid(purpose);
  };

/** What can be no login is nobody's. */
const userCalled = async (db: Db, given: string): Promise<UserRow | undefined> => {
  const login = Login.safeParse(given);
  return login.success ? findUserByLogin(db.read, login.data) : undefined;
};
