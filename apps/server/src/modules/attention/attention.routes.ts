import * as contract from "@signalbox/contract/attention";
import { type MountedRoute, reply, serve } from "../../platform/http/http.ts";
import type { AttentionService } from "./attention.service.ts";
import { etagOf, matchesEtag } from "./etag.ts";

export const attentionRoutes = (attention: AttentionService): MountedRoute[] => [
  serve(contract.listAttention, async ({ query }) => reply(200, await attention.list(query))),
  serve(contract.getStatus, async ({ headers, setHeader }) => {
    const status = await attention.status();
    const etag = etagOf(status);
    setHeader("etag", etag);
    setHeader("cache-control", "private, no-cache");
    return matchesEtag(headers["if-none-match"], etag) ? reply(304, null) : reply(200, status);
  }),
];
