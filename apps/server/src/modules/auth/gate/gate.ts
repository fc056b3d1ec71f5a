import { signInCookie, signInHeader } from "@signalbox/contract/auth";
import type { Clock } from "../../../kernel/clock.ts";
import { cookieNameAt } from "../../../platform/http/cookies.ts";
import type { Credentials, Gate } from "../../../platform/http/gate.ts";
import type { Caller } from "../../../platform/http/http.ts";
import type { Keys } from "../keys/keys.ts";
import type { SignIns } from "../sign-ins/sign-ins.ts";
import { createShortLivedSecrets } from "./short-lived-secrets.ts";

const ticketLifeMs = 30_000;
const passLifeMs = 60 * 60_000;

/** Lets in who brings an API key, both halves of a sign-in, or a ticket or pass of one of them. */
export const createGate = ({
  keys,
  signIns,
  clock,
}: {
  keys: Keys;
  signIns: SignIns;
  clock: Clock;
}): Gate => {
  const tickets = createShortLivedSecrets({ clock, prefix: "sbx_ticket", lifeMs: ticketLifeMs });
  const passes = createShortLivedSecrets({ clock, prefix: "sbx_page", lifeMs: passLifeMs });

  const isWelcome = ({ kind, id }: Caller) => (kind === "api_key" ? keys : signIns).isInUse(id);

  const bySignIn = ({ headers, site, cookies }: Credentials) => {
    const cookie = cookies[cookieNameAt(site, signInCookie)];
    const secret = headers[signInHeader];
    return cookie !== undefined && typeof secret === "string" ? signIns.authenticate(cookie, secret) : null;
  };

  return {
    isWelcome,
    issueTicket: (caller) => {
      const { secret, expiresAt } = tickets.issue(caller);
      return { ticket: secret, expiresAt };
    },
    issuePass: ({ byTicket: _, ...caller }) => ({
      pass: passes.issue(caller).secret,
      lifeSeconds: passLifeMs / 1_000,
    }),
    async authenticate(credentials) {
      const { authorization } = credentials.headers;
      if (authorization !== undefined) {
        const key = /^Bearer (\S+)$/i.exec(authorization)?.[1];
        return key === undefined ? null : keys.authenticate(key);
      }
      const { ticket, pass } = credentials;
      const redeemed = ticket === undefined ? null : tickets.redeem(ticket);
      if (redeemed !== null) return isWelcome(redeemed) ? { ...redeemed, byTicket: true } : null;
      // A page that is loaded again has its used ticket still in its address.
      const bearer = pass === undefined ? null : passes.bearerOf(pass);
      if (bearer !== null) return isWelcome(bearer) ? bearer : null;
      return ticket === undefined ? bySignIn(credentials) : null;
    },
  };
};
