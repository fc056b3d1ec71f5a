import * as contract from "@signalbox/contract/budgets";
import { causeOf, type MountedRoute, type Peer, reply, serve } from "../../platform/http/http.ts";
import type { BudgetsService } from "./budgets.service.ts";

interface BudgetsRoutesOptions {
  budgets: BudgetsService;
  /** @throws AppError `auth.watched_agent` */
  refuseWatchedAgent(peer: Peer): Promise<void>;
}

export const budgetsRoutes = ({ budgets, refuseWatchedAgent }: BudgetsRoutesOptions): MountedRoute[] => [
  serve(contract.listBudgets, async () => reply(200, await budgets.list())),
  serve(contract.createBudget, async (context) => {
    await refuseWatchedAgent(context.peer);
    return reply(201, await budgets.make(context.body, causeOf(context)));
  }),
  serve(contract.changeBudget, async (context) => {
    await refuseWatchedAgent(context.peer);
    return reply(200, await budgets.change(context.params.budgetId, context.body, causeOf(context)));
  }),
  serve(contract.removeBudget, async (context) => {
    await refuseWatchedAgent(context.peer);
    await budgets.remove(context.params.budgetId, causeOf(context));
    return reply(204, null);
  }),
];
