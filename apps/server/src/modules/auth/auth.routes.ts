import * as contract from "@signalbox/contract/auth";
import type { Gate } from "../../platform/http/gate.ts";
import { causeOf, type MountedRoute, reply, serve } from "../../platform/http/http.ts";
import type { Keys } from "./keys/keys.ts";

/** Who asks, and what lets programs in. */
export const callerRoutes = (gate: Gate): MountedRoute[] => [
  serve(contract.getCaller, async ({ caller: { kind, id, name, scopes, user = null } }) =>
    reply(200, { kind, id, name, scopes: [...scopes], user }),
  ),
  serve(contract.createTicket, async ({ caller }) => {
    const { ticket, expiresAt } = await gate.issueTicket(caller);
    return reply(201, { ticket, expiresAt: expiresAt.toISOString() });
  }),
];

export const keyRoutes = (keys: Keys): MountedRoute[] => [
  serve(contract.listApiKeys, async ({ query }) => reply(200, await keys.list(query))),
  serve(contract.createApiKey, async (context) => {
    const { name, scopes, expiresAt, userId } = context.body;
    const until = expiresAt === undefined ? undefined : new Date(expiresAt);
    const by = { ...causeOf(context), holds: context.caller.scopes, userId: context.caller.user?.id };
    return reply(201, await keys.create({ name, scopes, expiresAt: until, userId }, by));
  }),
  serve(contract.revokeApiKey, async (context) => {
    await keys.revoke(context.params.keyId, causeOf(context));
    return reply(204, null);
  }),
];
