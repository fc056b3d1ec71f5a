import { Login } from "@signalbox/contract/auth";
import type { Clock } from "../../../kernel/clock.ts";
import { AppError } from "../../../kernel/errors.ts";
import { hashText } from "../../../kernel/ids.ts";
import type { Db, Tx } from "../../../platform/database/database.ts";
import type { Audit } from "../audit/audit.ts";
import { authErrors } from "../auth.errors.ts";
import type { Passwords } from "../passwords/passwords.ts";
import { findUserByLogin, type UserRow } from "../users/users.repository.ts";
import type { Users } from "../users/users.ts";
import { type Attempts, createAttempts, type Target } from "./attempts.ts";
import type { LinkPurpose } from "./links.repository.ts";
import type { Links } from "./links.ts";
import type { NewSignInRow } from "./sign-ins.repository.ts";
import type { NewSignIn, SignIns, Visitor } from "./sign-ins.ts";

const minute = 60_000;
const linkWindowMs = minute;
const passwordWindowMs = 15 * minute;

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

  /** Whoever knows a link is let in whatever others guessed. */
  const refuseLink = async (purpose: LinkPurpose, by: Visitor): Promise<never> => {
    const counted = await attempts.count([{ name: `link ${by.address}`, most: 20 }], linkWindowMs);
    if (counted.justNow) await refusals.record("sign_in.limited", by, { way: "link" });
    if (counted.tooMany) throw authErrors.tooManyAttempts("a minute");
    await refusals.record("sign_in.refused", by, { way: "link" });
    throw authErrors.linkInvalid(purpose);
  };

  return {
    async byLink(secret, by) {
      const made = await db.transaction(async (tx) => {
        const userId = await links.use(tx, secret, "sign_in");
        return userId === undefined ? undefined : signIns.begin(tx, { userId, way: "link" }, by);
      });
      return made ?? refuseLink("sign_in", by);
    },

    byPassword: passwordWay(options, { attempts, refusals }),

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

interface Means {
  attempts: Attempts;
  refusals: ReturnType<typeof createRefusals>;
}

const passwordWay = (
  { db, signIns, passwords }: WaysInOptions,
  { attempts, refusals }: Means,
): WaysIn["byPassword"] => {
  /** Counted first, so that many guesses at once are no way around. */
  const admitGuess = async (targets: readonly Target[], user: UserRow | undefined, by: Visitor) => {
    const counted = await attempts.count(targets, passwordWindowMs);
    if (counted.justNow) await refusals.record("sign_in.limited", by, { way: "password", user });
    if (counted.tooMany) throw authErrors.tooManyAttempts("15 minutes");
  };

  return async ({ login, password }, by) => {
    const user = await userCalled(db, login);
    const account = { name: `account ${user?.id ?? hashText(login)}`, most: 10 };
    const targets = [account, { name: `address ${by.address}`, most: 50 }];
    await admitGuess(targets, user, by);
    const right = await passwords.isRight(password, user?.id).catch(async (error: unknown) => {
      if (isBusy(error)) await attempts.forgive(targets);
      throw error;
    });
    const proven = right && user !== undefined ? { userId: user.id, way: "password" as const } : undefined;
    const made = proven && (await db.transaction((tx) => signIns.begin(tx, proven, by)));
    if (made === undefined) {
      await refusals.record("sign_in.refused", by, { way: "password", user });
      throw authErrors.passwordWrong();
    }
    await attempts.forgive(targets, [account]);
    return made;
  };
};

const isBusy = (error: unknown): boolean => error instanceof AppError && error.code === "auth.busy";

/** What can be no login is nobody's. */
const userCalled = async (db: Db, given: string): Promise<UserRow | undefined> => {
  const login = Login.safeParse(given);
  return login.success ? findUserByLogin(db.read, login.data) : undefined;
};

interface Refused {
  way: NewSignInRow["way"];
  user?: { id: string; login?: string } | undefined;
}

/** Who knocked and was not let in. An unknown name is not kept: people type passwords into the wrong field. */
const createRefusals = ({ db, audit }: WaysInOptions) => ({
  record: (action: "sign_in.refused" | "sign_in.limited", by: Visitor, { way, user }: Refused) => {
    const { correlationId, address } = by;
    const subject = user === undefined ? { kind: "address", id: address } : { kind: "user", id: user.id };
    const detail = { way, ...(user === undefined ? {} : { login: user.login }) };
    return db.transaction((tx) =>
      audit.record(tx, { actor: "nobody", action, subject, correlationId, address, detail }),
    );
  },
});
