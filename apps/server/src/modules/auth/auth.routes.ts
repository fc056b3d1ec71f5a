import * as contract from "@signalbox/contract/auth";
import type { Gate } from "../../platform/http/gate.ts";
import {
  actorOf,
  type Caller,
  type MountedRoute,
  type Peer,
  reply,
  serve,
} from "../../platform/http/http.ts";
import type { Keys } from "./keys/keys.ts";
import type { SignIns } from "./sign-ins/sign-ins.ts";

export interface AuthRoutesOptions {
  keys: Keys;
  signIns: SignIns;
  gate: Gate;
  /** Throws where a watched agent, or a program it started, is at the other end. */
  refuseWatchedAgent(peer: Peer): Promise<void>;
}

/** A browser keeps the cookie for longer than the server honours it: the server moves the end with each use. */
const cookieLifeSeconds = 400 * 24 * 60 * 60;

const causeOf = ({ caller, correlationId }: { caller: Caller; correlationId: string }) => ({
  actor: actorOf(caller),
  correlationId,
});

export const authRoutes = (options: AuthRoutesOptions): MountedRoute[] => [
  ...signInRoutes(options),
  ...keyRoutes(options),
  serve(contract.getCaller, async ({ caller: { kind, id, name, scopes } }) =>
    reply(200, { kind, id, name, scopes: [...scopes] }),
  ),
  serve(contract.createTicket, async ({ caller }) => {
    const { ticket, expiresAt } = options.gate.issueTicket(caller);
    return reply(201, { ticket, expiresAt: expiresAt.toISOString() });
  }),
];

const signInRoutes = ({ signIns, refuseWatchedAgent }: AuthRoutesOptions): MountedRoute[] => [
  serve(contract.signIn, async ({ body, headers, correlationId, setCookie }) => {
    const userAgent = headers["user-agent"];
    const { id, cookie, secret, scopes, expiresAt } = await signIns.redeem(body.secret, {
      userAgent,
      correlationId,
    });
    setCookie(contract.signInCookie, cookie, { maxAgeSeconds: cookieLifeSeconds });
    return reply(201, { id, secret, scopes, expiresAt: expiresAt.toISOString() });
  }),
  serve(contract.signOut, async (context) => {
    const { caller, setCookie } = context;
    if (caller.kind === "sign_in") await signIns.end(caller.id, causeOf(context));
    setCookie(contract.signInCookie, "", { maxAgeSeconds: 0 });
    return reply(204, null);
  }),
  serve(contract.createSignInLink, async (context) => {
    await refuseWatchedAgent(context.peer);
    const { url, expiresAt } = await signIns.createLink(causeOf(context));
    return reply(201, { url, expiresAt: expiresAt.toISOString() });
  }),
];

const keyRoutes = ({ keys }: AuthRoutesOptions): MountedRoute[] => [
  serve(contract.listApiKeys, async ({ query }) => reply(200, await keys.list(query))),
  serve(contract.createApiKey, async (context) => {
    const { name, scopes, expiresAt } = context.body;
    const key = { name, scopes, expiresAt: expiresAt === undefined ? undefined : new Date(expiresAt) };
    const made = await keys.create(key, { ...causeOf(context), holds: context.caller.scopes });
    return reply(201, made);
  }),
  serve(contract.revokeApiKey, async (context) => {
    await keys.revoke(context.params.keyId, causeOf(context));
    return reply(204, null);
  }),
];
