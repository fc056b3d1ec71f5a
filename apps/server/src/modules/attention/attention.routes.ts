import * as contract from "@signalbox/contract/attention";
import { type MountedRoute, reply, serve } from "../../platform/http/http.ts";
import type { AttentionService } from "./attention.service.ts";
import { etagOf } from "./etag.ts";

export const attentionRoutes = (attention: AttentionService): MountedRoute[] => [
  serve(contract.listAttention, async ({ query }) => reply(200, await attention.list(query))),
  serve(contract.getStatus, async ({ query, setHeader }) => {
    const status = await attention.status(query.since);
    setHeader("etag", etagOf(status));
    return reply(200, status);
  }),
];
