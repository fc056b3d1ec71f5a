import { scopesOfRole } from "@signalbox/contract/roles";
import type { Clock } from "../../../kernel/clock.ts";
import { hashSecret, sameSecret } from "../../../kernel/ids.ts";
import type { Queryable } from "../../../platform/database/database.ts";
import { createKnownCallers, type KnownCaller, type KnownCallers } from "../known-callers.ts";
import { findSignIn, type SignInInUseRow } from "./sign-ins.repository.ts";

/** A sign-in that is not over: told by its cookie, opened by its secret too. */
interface KnownSignIn extends KnownCaller {
  expiresAt: Date;
  /** The hash of the half that the page keeps. */
  otherHash: string;
  /** The name a trusted proxy must go on giving. */
  identity: string | null;
}

/** What a browser shows of its sign-in. */
export interface BothHalves {
  cookie: string;
  secret: string;
  /** What a trusted proxy says who it is. */
  identity: string | undefined;
}

export interface KnownSignIns extends Omit<KnownCallers<KnownSignIn>, "find" | "findById"> {
  /** Who holds both halves; being asked for puts the end off. */
  find(halves: BothHalves): Promise<KnownSignIn["caller"] | null>;
  findById(id: string): Promise<KnownSignIn["caller"] | null>;
}

export const createKnownSignIns = (options: {
  read: Queryable;
  clock: Clock;
  /** When a sign-in that is used now will be over. */
  expiryAfter: (seen: Date) => Date;
}): KnownSignIns => {
  const { read, clock, expiryAfter } = options;
  const ask = async (by: { cookieHash: string } | { id: string }) => {
    const row = await findSignIn(read, by);
    return row && asKnown(row);
  };
  const known = createKnownCallers<KnownSignIn>({
    clock,
    readBySecret: (cookieHash) => ask({ cookieHash }),
    readById: (id) => ask({ id }),
  });

  return {
    ...known,
    async find({ cookie, secret, identity }) {
      const signIn = await known.find(hashSecret(cookie));
      if (signIn === undefined || !sameSecret(hashSecret(secret), signIn.otherHash)) return null;
      // Whoever left at the proxy, or came back as somebody else, has left here too.
      if (signIn.identity !== null && signIn.identity !== identity) return null;
      signIn.expiresAt = expiryAfter(clock.now());
      return signIn.caller;
    },
    findById: async (id) => (await known.findById(id))?.caller ?? null,
  };
};

const asKnown = (row: SignInInUseRow): KnownSignIn => {
  const { id, name, user_id, login, user_name, role } = row;
  const user = { id: user_id, login, name: user_name, role };
  return {
    caller: { kind: "sign_in", id, name, scopes: scopesOfRole[role], user },
    secretHash: row.cookie_hash,
    otherHash: row.secret_hash,
    expiresAt: row.expires_at,
    identity: row.identity,
  };
};
