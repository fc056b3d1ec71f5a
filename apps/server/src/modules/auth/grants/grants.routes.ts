import * as contract from "@signalbox/contract/grants";
import { causeOf, type MountedRoute, type Peer, reply, serve } from "../../../platform/http/http.ts";
import { authErrors } from "../auth.errors.ts";
import type { Keys } from "../keys/keys.ts";
import { refuseProgram } from "../keys/refuse-program.ts";
import { signedIn } from "../users/users.routes.ts";
import type { Grants } from "./grants.ts";

interface GrantRoutesOptions {
  grants: Grants;
  keys: Keys;
  /** Throws where a watched agent, or a program it started, is at the other end. */
  refuseWatchedAgent(peer: Peer): Promise<void>;
}

export const grantRoutes = ({ grants, keys, refuseWatchedAgent }: GrantRoutesOptions): MountedRoute[] => [
  serve(contract.askGrant, async (context) => {
    const { caller, peer, body } = context;
    await refuseProgram(keys, caller, authErrors.grantNeedsPerson);
    await refuseWatchedAgent(peer);
    return reply(201, await grants.ask(body.name, causeOf(context)));
  }),
  serve(contract.getGrant, async ({ params }) => reply(200, await grants.find(params.grantId))),
  serve(contract.listGrants, async ({ query }) => reply(200, await grants.list(query))),
  serve(contract.giveGrant, async (context) => {
    const { caller, peer, params, body } = context;
    const to = signedIn(caller);
    await refuseWatchedAgent(peer);
    return reply(200, await grants.give(params.grantId, { ...body, to }, causeOf(context)));
  }),
  serve(contract.withdrawGrant, async (context) =>
    reply(200, await grants.withdraw(context.params.grantId, context.body.secret, causeOf(context))),
  ),
  serve(contract.refuseGrant, async (context) => {
    const { caller, params } = context;
    const name = caller.user?.name ?? caller.name;
    return reply(200, await grants.refuse(params.grantId, { name }, causeOf(context)));
  }),
];
