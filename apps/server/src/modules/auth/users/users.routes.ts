import * as contract from "@signalbox/contract/people";
import {
  type Caller,
  causeOf,
  type MountedRoute,
  type Person,
  reply,
  serve,
} from "../../../platform/http/http.ts";
import { authErrors } from "../auth.errors.ts";
import type { Keys } from "../keys/keys.ts";
import { isProgram, refuseProgram } from "../keys/refuse-program.ts";
import type { Link, Links } from "../sign-ins/links.ts";
import type { WaysIn } from "../sign-ins/ways-in.ts";
import type { Users } from "./users.ts";

interface UserRoutesOptions {
  keys: Keys;
  users: Users;
  links: Links;
  waysIn: Pick<WaysIn, "confirmPassword">;
  /** Whether a proxy tells who people are by their login. */
  loginsAreProxys: boolean;
}

export const userRoutes = (options: UserRoutesOptions): MountedRoute[] => [
  ...peopleRoutes(options),
  ...accountRoutes(options),
];

const presentLink = ({ url, expiresAt }: Link) => ({ url, expiresAt: expiresAt.toISOString() });

/** The person at a signed-in browser: what is one's own is not for programs. */
export const signedIn = (caller: Caller): Person => {
  if (caller.kind !== "sign_in" || caller.user === undefined) throw authErrors.needsSignIn();
  return caller.user;
};

const peopleRoutes = ({ keys, users, links }: UserRoutesOptions): MountedRoute[] => [
  serve(contract.listUsers, async ({ query }) => reply(200, await users.list(query))),
  serve(contract.createUser, async (context) => {
    const { body, caller } = context;
    if (body.password !== undefined) await refuseProgram(keys, caller, authErrors.passwordNeedsPerson);
    const withoutLink = await isProgram(keys, caller);
    const { user, link } = await users.create({ ...body, withoutLink }, causeOf(context));
    return reply(201, { user, link: link && presentLink(link) });
  }),
  serve(contract.changeUser, async (context) =>
    reply(200, await users.change(context.params.userId, context.body, causeOf(context))),
  ),
  serve(contract.setUserPassword, async (context) => {
    const { params, body, caller } = context;
    await refuseProgram(keys, caller, authErrors.passwordNeedsPerson);
    await users.setPassword(params.userId, { ...body, keep: caller.id }, causeOf(context));
    return reply(204, null);
  }),
  serve(contract.createPasswordLink, async (context) => {
    await refuseProgram(keys, context.caller, authErrors.passwordNeedsPerson);
    const wanted = { purpose: "set_password", userId: context.params.userId } as const;
    return reply(201, presentLink(await links.create(wanted, causeOf(context))));
  }),
];

/** Where a proxy names people by their login, another login is another person's way in. */
const refuseNewLogin = ({ caller, login }: { caller: Caller; login: string | undefined }): void => {
  if (login === undefined || login === signedIn(caller).login || caller.scopes.includes("admin")) return;
  throw authErrors.loginIsProxys();
};

const accountRoutes = ({ users, waysIn, loginsAreProxys }: UserRoutesOptions): MountedRoute[] => [
  serve(contract.getAccount, async ({ caller }) => reply(200, await users.get(signedIn(caller).id))),
  serve(contract.changeAccount, async (context) => {
    const { caller, body } = context;
    if (loginsAreProxys) refuseNewLogin({ caller, login: body.login });
    return reply(200, await users.change(signedIn(caller).id, body, causeOf(context)));
  }),
  serve(contract.changeOwnPassword, async (context) => {
    const { caller, client, body } = context;
    const user = signedIn(caller);
    const { current = "", password } = body;
    const cause = causeOf(context);
    if ((await users.get(user.id)).hasPassword) {
      await waysIn.confirmPassword({ user, password: current }, { ...cause, address: client.address });
    }
    await users.setPassword(user.id, { password, keep: caller.id }, cause);
    return reply(204, null);
  }),
];
