import { AppError } from "../../../kernel/errors.ts";
import { hashText } from "../../../kernel/ids.ts";
import { networkOf } from "../../../platform/http/network-of.ts";
import { authErrors } from "../auth.errors.ts";
import type { Passwords } from "../passwords/passwords.ts";
import type { Attempts, Target } from "./attempts.ts";
import type { Guesser, Refusals } from "./refusals.ts";

const windowMs = 15 * 60_000;

interface Guess<U> {
  /** Whose password it may be; nobody's, where none has the login. */
  user: U | undefined;
  login: string;
  password: string;
}

/** Tries a password for what it opens; a guess that opens nothing is recorded, and too many are refused. */
export type TryPassword = <U extends { id: string; login: string }, T>(
  guess: Guess<U>,
  by: Guesser,
  open: (user: U) => Promise<T | undefined>,
) => Promise<T | undefined>;

export const passwordGuesses = (means: {
  attempts: Attempts;
  refusals: Refusals;
  passwords: Passwords;
}): TryPassword => {
  const { attempts, refusals, passwords } = means;

  /** Counted first, so that many guesses at once are no way around. */
  const admit = async (targets: readonly Target[], user: { id: string } | undefined, by: Guesser) => {
    const counted = await attempts.count(targets, windowMs);
    if (counted.justNow) await refusals.record("sign_in.limited", by, { way: "password", user });
    if (counted.tooMany) throw authErrors.tooManyAttempts("15 minutes");
  };

  return async ({ user, login, password }, by, open) => {
    const account = { name: `account ${user?.id ?? hashText(login)}`, most: 10 };
    const targets = [account, { name: `address ${networkOf(by.address)}`, most: 50 }];
    await admit(targets, user, by);
    const right = await passwords.isRight(password, user?.id).catch(async (error: unknown) => {
      if (isBusy(error)) await attempts.forgive(targets);
      throw error;
    });
    const opened = right && user !== undefined ? await open(user) : undefined;
    if (opened === undefined) await refusals.record("sign_in.refused", by, { way: "password", user });
    else await attempts.forgive(targets, [account]);
    return opened;
  };
};

const isBusy = (error: unknown): boolean => error instanceof AppError && error.code === "auth.busy";
