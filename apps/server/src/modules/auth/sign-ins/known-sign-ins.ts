import { Scope } from "@signalbox/contract/common";
import type { Clock } from "../../../kernel/clock.ts";
import { hashSecret, sameSecret } from "../../../kernel/ids.ts";
import type { Queryable } from "../../../platform/database/database.ts";
import type { Caller } from "../../../platform/http/http.ts";
import { findSignIn } from "./sign-ins.repository.ts";

interface KnownSignIn {
  caller: Caller;
  secretHash: string;
  expiresAt: Date;
}

/** Sign-ins that are not over, in memory by the hash of their cookie; the rest is asked of the database. */
export const createKnownSignIns = (options: {
  read: Queryable;
  clock: Clock;
  /** When a sign-in that is used now will be over. */
  expiryAfter: (seen: Date) => Date;
}) => {
  const { read, clock, expiryAfter } = options;
  const byCookie = new Map<string, KnownSignIn>();
  let forgotten = 0;

  const lookUp = async (cookieHash: string): Promise<KnownSignIn | undefined> => {
    const before = forgotten;
    const row = await findSignIn(read, cookieHash);
    if (row === undefined) return undefined;
    const { id, name } = row;
    const caller: Caller = { kind: "sign_in", id, name, scopes: Scope.array().parse(row.scopes) };
    const signIn = { caller, secretHash: row.secret_hash, expiresAt: row.expires_at };
    // Read before the end and remembered after it, the sign-in would live on.
    if (before === forgotten) byCookie.set(cookieHash, signIn);
    return signIn;
  };

  return {
    /** Who holds both halves; being asked for puts the end off. */
    async find(cookie: string, secret: string): Promise<Caller | null> {
      const cookieHash = hashSecret(cookie);
      const signIn = byCookie.get(cookieHash) ?? (await lookUp(cookieHash));
      const now = clock.now();
      if (signIn === undefined || signIn.expiresAt <= now) return null;
      if (!sameSecret(hashSecret(secret), signIn.secretHash)) return null;
      signIn.expiresAt = expiryAfter(now);
      return signIn.caller;
    },
    isInUse(id: string): boolean {
      return [...byCookie.values()].some(
        ({ caller, expiresAt }) => caller.id === id && expiresAt > clock.now(),
      );
    },
    forget(cookieHash: string): void {
      forgotten += 1;
      byCookie.delete(cookieHash);
    },
  };
};
