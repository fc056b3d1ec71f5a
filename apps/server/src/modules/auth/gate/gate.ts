import { signInCookie, signInHeader } from "@signalbox/contract/auth";
import type { Clock } from "../../../kernel/clock.ts";
import type { Credentials, Gate } from "../../../platform/http/gate.ts";
import type { Caller } from "../../../platform/http/http.ts";
import type { Keys } from "../keys/keys.ts";
import type { SignIns } from "../sign-ins/sign-ins.ts";
import { createTickets } from "./tickets.ts";

/** Lets in who brings an API key, both halves of a sign-in, or a ticket of one of them. */
export const createGate = ({
  keys,
  signIns,
  clock,
}: {
  keys: Keys;
  signIns: SignIns;
  clock: Clock;
}): Gate => {
  const tickets = createTickets(clock);

  const isWelcome = ({ kind, id }: Caller) => (kind === "api_key" ? keys : signIns).isInUse(id);

  const bySignIn = ({ headers, cookies }: Credentials) => {
    const cookie = cookies[signInCookie];
    const secret = headers[signInHeader];
    return cookie !== undefined && typeof secret === "string" ? signIns.authenticate(cookie, secret) : null;
  };

  return {
    isWelcome,
    issueTicket: tickets.issue,
    async authenticate(credentials) {
      const { authorization } = credentials.headers;
      if (authorization !== undefined) {
        const key = /^Bearer (\S+)$/i.exec(authorization)?.[1];
        return key === undefined ? null : keys.authenticate(key);
      }
      if (credentials.ticket !== undefined) {
        const caller = tickets.redeem(credentials.ticket);
        return caller !== null && isWelcome(caller) ? caller : null;
      }
      return bySignIn(credentials);
    },
  };
};
