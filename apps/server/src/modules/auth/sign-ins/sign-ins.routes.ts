import * as contract from "@signalbox/contract/auth";
import * as people from "@signalbox/contract/people";
import type { Db } from "../../../platform/database/database.ts";
import {
  type Caller,
  causeOf,
  type MountedRoute,
  type Peer,
  type RequestBasics,
  reply,
  serve,
} from "../../../platform/http/http.ts";
import { authErrors } from "../auth.errors.ts";
import type { Keys } from "../keys/keys.ts";
import { refuseProgram } from "../keys/refuse-program.ts";
import type { Passwords } from "../passwords/passwords.ts";
import { signedIn } from "../users/users.routes.ts";
import type { IdentityOf } from "./identity.ts";
import type { Links } from "./links.ts";
import type { NewSignIn, SignIns, Visitor } from "./sign-ins.ts";
import type { WaysIn } from "./ways-in.ts";

export interface SignInRoutesOptions {
  db: Db;
  keys: Keys;
  links: Links;
  signIns: SignIns;
  waysIn: WaysIn;
  identityOf: IdentityOf;
  passwords: Passwords;
  /** Throws where a watched agent, or a program it started, is at the other end. */
  refuseWatchedAgent(peer: Peer): Promise<void>;
}

/** A browser keeps the cookie for longer than the server honours it: the server moves the end with each use. */
const cookieLifeSeconds = 400 * 24 * 60 * 60;

export const signInRoutes = (options: SignInRoutesOptions): MountedRoute[] => [
  ...waysIn(options),
  ...ownSignIns(options),
  serve(contract.createSignInLink, async (context) => {
    const { caller, peer } = context;
    await refuseProgram(options.keys, caller, authErrors.linkNeedsPerson);
    await options.refuseWatchedAgent(peer);
    const wanted = { purpose: "sign_in", userId: caller.user?.id } as const;
    const { url, expiresAt } = await options.links.create(wanted, causeOf(context));
    return reply(201, { url, expiresAt: expiresAt.toISOString() });
  }),
];

const visitorOf = ({ headers, client, correlationId }: RequestBasics): Visitor => ({
  userAgent: headers["user-agent"],
  address: client.address,
  correlationId,
});

const welcome = ({ setCookie }: RequestBasics, made: NewSignIn) => {
  const { id, cookie, secret, scopes, expiresAt } = made;
  setCookie(contract.signInCookie, cookie, { maxAgeSeconds: cookieLifeSeconds });
  return reply(201, { id, secret, scopes: [...scopes], expiresAt: expiresAt.toISOString() });
};

const waysIn = ({
  waysIn,
  identityOf,
  passwords,
  refuseWatchedAgent,
}: SignInRoutesOptions): MountedRoute[] => [
  serve(contract.listWaysIn, async (context) => {
    const login = identityOf(context);
    const known = login !== undefined && (await waysIn.knowsIdentity(login));
    return reply(200, { password: await passwords.any(), identity: known ? login : null });
  }),
  serve(contract.signInByIdentity, async (context) => {
    // On the proxy's own machine, any program may claim to be it.
    await refuseWatchedAgent(context.peer);
    return welcome(context, await waysIn.byIdentity(identityOf(context), visitorOf(context)));
  }),
  serve(contract.signIn, async (context) =>
    welcome(context, await waysIn.byLink(context.body.secret, visitorOf(context))),
  ),
  serve(contract.signInWithPassword, async (context) =>
    welcome(context, await waysIn.byPassword(context.body, visitorOf(context))),
  ),
  serve(contract.chooseNewPassword, async (context) =>
    welcome(context, await waysIn.byNewPassword(context.body, visitorOf(context))),
  ),
];

/** Whose sign-ins are meant: one's own, or as an admin anybody's. */
const meantBy = (caller: Caller, userId: string | undefined): string => {
  if (userId !== undefined && caller.scopes.includes("admin")) return userId;
  const own = signedIn(caller).id;
  if (userId !== undefined && userId !== own) throw authErrors.notYours();
  return own;
};

const ownSignIns = ({ db, signIns }: SignInRoutesOptions): MountedRoute[] => [
  serve(people.listSignIns, async ({ caller, query: { userId, ...page } }) =>
    reply(200, await signIns.list({ userId: meantBy(caller, userId), asking: caller.id }, page)),
  ),
  serve(people.endSignIn, async (context) => {
    const { caller, params } = context;
    const of = caller.scopes.includes("admin") ? {} : { userId: signedIn(caller).id };
    const ended = await signIns.end({ id: params.signInId, ...of }, causeOf(context));
    if (!ended) throw authErrors.signInNotFound(params.signInId);
    return reply(204, null);
  }),
  serve(people.endSignIns, async (context) => {
    const { caller, query } = context;
    const userId = meantBy(caller, query.userId);
    const except = query.keepThis === "true" ? caller.id : undefined;
    const ended = await db.transaction((tx) => signIns.endAllOf(tx, { userId, except }, causeOf(context)));
    return reply(200, { ended });
  }),
  serve(contract.signOut, async (context) => {
    const { caller, setCookie } = context;
    if (caller.kind === "sign_in") await signIns.end({ id: caller.id }, causeOf(context));
    setCookie(contract.signInCookie, "", { maxAgeSeconds: 0 });
    return reply(204, null);
  }),
];
