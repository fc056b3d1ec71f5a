import type { FastifyRequest } from "fastify";
import { type Access, publicAccess } from "./access.ts";
import type { Addressing } from "./addressing.ts";
import { cookieNameAt } from "./cookies.ts";
import { type Gate, pageCookie } from "./gate.ts";
import type { Caller } from "./http.ts";
import { httpErrors } from "./problems.ts";
import type { IsLost } from "./web-app.ts";

export interface GuardOptions {
  gate: Gate;
  addressing: Addressing;
  /** Who asks for a page that is not there and is shown the app's, as anybody is. */
  isLost: IsLost;
}

/** Checks every request before its body is read: who it is addressed to, where it comes from, who asks. */
export interface Guard {
  /** Throws where the request is refused; else remembers who asks. */
  admit(request: FastifyRequest): Promise<void>;
  callerOf(request: FastifyRequest): Caller | null;
}

/** An address that is not there is as closed as any other. */
const unknownRoute: Access = { ...publicAccess, permission: "read" };
const harmless = new Set(["GET", "HEAD", "OPTIONS"]);

export const createGuard = ({ gate, addressing, isLost }: GuardOptions): Guard => {
  const callers = new WeakMap<FastifyRequest, Caller>();

  return {
    callerOf: (request) => callers.get(request) ?? null,
    async admit(request) {
      const { headers, method } = request;
      const { client, site } = addressing.addressed(request.raw);
      const known = !request.is404;
      const access = request.routeOptions.config.access ?? (isLost(request) ? publicAccess : unknownRoute);
      const needsOrigin = !harmless.has(method) || access.streaming;
      if (needsOrigin && headers.origin !== undefined && headers.origin !== site.origin) {
        throw httpErrors.originRefused();
      }
      const ticket = access.takesTicket ? ticketOf(request.query) : undefined;
      if (access.permission !== "public") {
        const cookies = request.cookies ?? {};
        const pass = access.takesPass ? cookies[cookieNameAt(site, pageCookie)] : undefined;
        const caller = await gate.authenticate({ headers, client, site, cookies, ticket, pass });
        if (caller === null) throw httpErrors.unauthenticated();
        callers.set(request, caller);
        if (known && !caller.scopes.includes(access.permission)) {
          throw httpErrors.scopeMissing(access.permission);
        }
      }
      // A Bearer key or a ticket is never sent by a browser on its own, a cookie is.
      const explicit = headers.authorization !== undefined || ticket !== undefined;
      const isKnown = (callers.has(request) && explicit) || access.takesDeliveries;
      if (needsOrigin && headers.origin === undefined && !isKnown) throw httpErrors.originMissing();
    },
  };
};

const ticketOf = (query: unknown): string | undefined =>
  typeof query === "object" && query !== null && "ticket" in query && typeof query.ticket === "string"
    ? query.ticket
    : undefined;
