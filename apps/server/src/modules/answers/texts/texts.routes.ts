import * as contract from "@signalbox/contract/texts";
import {
  type Caller,
  type Cause,
  causeOf,
  type MountedRoute,
  reply,
  serve,
} from "../../../platform/http/http.ts";
import type { TextsService } from "./texts.service.ts";

export const textsRoutes = (texts: TextsService): MountedRoute[] => [
  serve(contract.sayText, async (context) =>
    reply(200, await texts.say({ ...context.params, ...context.body, by: personOf(context) })),
  ),
  serve(contract.listTexts, async ({ params, query }) => reply(200, await texts.list(params.agentId, query))),
  serve(contract.changeText, async (context) =>
    reply(200, await texts.change(context.params.textId, context.body, personOf(context))),
  ),
  serve(contract.cancelText, async (context) =>
    reply(200, await texts.cancel(context.params.textId, personOf(context))),
  ),
  serve(contract.interruptAgent, async (context) =>
    reply(200, await texts.interrupt(context.params.agentId, personOf(context))),
  ),
];

const personOf = (context: Parameters<typeof causeOf>[0] & { caller: Caller }): Cause & { name: string } => ({
  ...causeOf(context),
  name: context.caller.user?.name ?? context.caller.name,
});
