import * as contract from "@signalbox/contract/accounts";
import { causeOf, type MountedRoute, type Peer, reply, serve } from "../../platform/http/http.ts";
import type { AccountChecks } from "./accounts.checks.ts";
import type { AccountsService } from "./accounts.service.ts";

interface AccountsRoutesOptions {
  accounts: AccountsService;
  checks: AccountChecks;
  /** @throws AppError `auth.watched_agent` */
  refuseWatchedAgent(peer: Peer): Promise<void>;
}

export const accountsRoutes = ({
  accounts,
  checks,
  refuseWatchedAgent,
}: AccountsRoutesOptions): MountedRoute[] => [
  serve(contract.listAccounts, async ({ query }) => reply(200, await accounts.list(query))),
  serve(contract.createAccount, async (context) => {
    // Whoever names a folder or a key says whose money is spent.
    await refuseWatchedAgent(context.peer);
    return reply(201, await accounts.make(context.body, causeOf(context)));
  }),
  serve(contract.changeCliAccount, async (context) => {
    await refuseWatchedAgent(context.peer);
    return reply(200, await accounts.change(context.params.accountId, context.body, causeOf(context)));
  }),
  serve(contract.removeAccount, async (context) => {
    await refuseWatchedAgent(context.peer);
    await accounts.remove(context.params.accountId, causeOf(context));
    return reply(204, null);
  }),
  serve(contract.checkAccount, async (context) => {
    await refuseWatchedAgent(context.peer);
    const gone = context.connection.gone();
    return reply(200, await checks.check(context.params.accountId, causeOf(context), gone));
  }),
  serve(contract.clearAccountLimit, async (context) => {
    await refuseWatchedAgent(context.peer);
    return reply(200, await accounts.clearLimit(context.params.accountId, causeOf(context)));
  }),
];
