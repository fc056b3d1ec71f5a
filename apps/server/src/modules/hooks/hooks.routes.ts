import * as contract from "@signalbox/contract/hooks";
import { causeOf, type MountedRoute, reply, serve } from "../../platform/http/http.ts";
import type { HooksApi } from "./hooks.service.ts";

export const hookRoutes = (hooks: HooksApi): MountedRoute[] => [
  serve(contract.listHooks, async () => reply(200, { items: await hooks.list(), nextCursor: null })),
  serve(contract.previewHooks, async ({ params, body }) =>
    reply(200, await hooks.preview(params.backend, body.action)),
  ),
  serve(contract.installHooks, async (context) =>
    reply(200, await hooks.change(context.params.backend, "install", causeOf(context))),
  ),
  serve(contract.removeHooks, async (context) =>
    reply(200, await hooks.change(context.params.backend, "remove", causeOf(context))),
  ),
  serve(contract.testHooks, async ({ params }) => reply(200, await hooks.test(params.backend))),
];
