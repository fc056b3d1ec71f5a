import { pipeline } from "node:stream/promises";
import * as contract from "@signalbox/contract/upkeep";
import { causeOf, type MountedRoute, reply, serve, serveStream } from "../../platform/http/http.ts";
import type { Upkeep } from "./upkeep.service.ts";

export const upkeepRoutes = (upkeep: Upkeep): MountedRoute[] => [
  serve(contract.previewRetention, async () =>
    reply(200, { items: await upkeep.expired(), nextCursor: null }),
  ),
  serve(contract.runRetention, async (context) =>
    reply(202, await upkeep.start("retention", causeOf(context))),
  ),
  serve(contract.listExports, async () => reply(200, { items: await upkeep.exports(), nextCursor: null })),
  serve(contract.startExport, async (context) => reply(202, await upkeep.start("export", causeOf(context)))),
  serveStream(contract.downloadExport, async ({ params }, { response, signal, writeHead }) => {
    const { bytes, content } = await upkeep.openExport(params.name);
    writeHead({
      "content-type": "application/x-ndjson",
      "content-length": String(bytes),
      "content-disposition": `attachment; filename="${params.name}"`,
    });
    await pipeline(content, response, { signal });
  }),
  serve(contract.listBackups, async () => reply(200, { items: await upkeep.backups(), nextCursor: null })),
  serve(contract.startBackup, async (context) => reply(202, await upkeep.start("backup", causeOf(context)))),
];
