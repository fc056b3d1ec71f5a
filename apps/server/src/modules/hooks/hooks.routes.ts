import * as contract from "@signalbox/contract/hooks";
import { type MountedRoute, serve } from "../../platform/http/http.ts";
import type { HooksApi } from "./hooks.service.ts";

const by = (context: { caller: { kind: string; id: string } | null; correlationId: string }) => ({
  actor: context.caller === null ? "system" : `${context.caller.kind}:${context.caller.id}`,
  correlationId: context.correlationId,
});

const ok = <T>(body: T) => ({ status: 200 as const, body });

export const hookRoutes = (hooks: HooksApi): MountedRoute[] => [
  serve(contract.listHooks, async () => ok({ items: await hooks.list(), nextCursor: null })),
  serve(contract.previewHooks, async ({ params, body }) =>
    ok(await hooks.preview(params.backend, body.action)),
  ),
  serve(contract.installHooks, async (context) =>
    ok(await hooks.change(context.params.backend, "install", by(context))),
  ),
  serve(contract.removeHooks, async (context) =>
    ok(await hooks.change(context.params.backend, "remove", by(context))),
  ),
  serve(contract.testHooks, async ({ params }) => ok(await hooks.test(params.backend))),
];
