import { signInCookie, signInHeader } from "@signalbox/contract/auth";
import { cookieNameAt } from "../../../platform/http/cookies.ts";
import type { Credentials, Gate } from "../../../platform/http/gate.ts";
import type { Caller } from "../../../platform/http/http.ts";
import type { Keys } from "../keys/keys.ts";
import type { IdentityOf } from "../sign-ins/identity.ts";
import type { SignIns } from "../sign-ins/sign-ins.ts";
import type { Tickets } from "./tickets.ts";

interface GateOptions {
  keys: Keys;
  signIns: SignIns;
  tickets: Tickets;
  identityOf: IdentityOf;
}

/** Lets in who brings an API key, both halves of a sign-in, or a ticket or pass of one of them. */
export const createGate = ({ keys, signIns, tickets, identityOf }: GateOptions): Gate => {
  const bySignIn = async (credentials: Credentials) => {
    const { headers, site, cookies } = credentials;
    const cookie = cookies[cookieNameAt(site, signInCookie)];
    const secret = headers[signInHeader];
    if (cookie === undefined || typeof secret !== "string") return null;
    return signIns.authenticate({ cookie, secret, identity: identityOf(credentials) });
  };

  const bearerOf = async (kind: "ticket" | "pass", secret: string | undefined): Promise<Caller | null> => {
    const bearer = secret === undefined ? undefined : await tickets.redeem(kind, secret);
    if (bearer === undefined) return null;
    return (bearer.kind === "api_key" ? keys : signIns).known.findById(bearer.id);
  };

  return {
    onceUnwelcome: (caller, leave) =>
      (caller.kind === "api_key" ? keys : signIns).known.onceOver(caller, leave),
    async issueTicket(caller) {
      const { secret, expiresAt } = await tickets.issue("ticket", caller);
      return { ticket: secret, expiresAt };
    },
    async issuePass(caller) {
      const { secret, lifeSeconds } = await tickets.issue("pass", caller);
      return { pass: secret, lifeSeconds };
    },
    async authenticate(credentials) {
      const { authorization } = credentials.headers;
      if (authorization !== undefined) {
        const key = /^Bearer (\S+)$/i.exec(authorization)?.[1];
        return key === undefined ? null : keys.authenticate(key);
      }
      const { ticket, pass } = credentials;
      const redeemed = await bearerOf("ticket", ticket);
      if (redeemed !== null) return { ...redeemed, byTicket: true };
      // A page that is loaded again has its used ticket still in its address.
      const bearer = await bearerOf("pass", pass);
      if (bearer !== null) return bearer;
      return ticket === undefined ? bySignIn(credentials) : null;
    },
  };
};
