import { once } from "node:events";
import { type AuditEntry, exportAudit, listAudit } from "@signalbox/contract/audit";
import {
  causeOf,
  type MountedRoute,
  reply,
  type StreamResponse,
  serve,
  serveStream,
} from "../../../platform/http/http.ts";
import { auditFiles } from "./audit-files.ts";
import type { AuditLog } from "./audit-log.ts";

interface AuditRoutesOptions {
  log: AuditLog;
  today(): string;
}

export const auditRoutes = ({ log, today }: AuditRoutesOptions): MountedRoute[] => [
  serve(listAudit, async ({ query: { limit, cursor, ...filter } }) =>
    reply(200, await log.list(filter, { limit, cursor })),
  ),
  serveStream(exportAudit, async (context, stream) => {
    const { format, ticket: _, ...filter } = context.query;
    const pages = await log.export(filter, format, causeOf(context));
    stream.writeHead({
      "content-type": auditFiles[format].contentType,
      "content-disposition": `attachment; filename="audit-${today()}.${format}"`,
      "cache-control": "no-store",
    });
    await write(pages, auditFiles[format], stream);
  }),
];

/** No faster than the client reads. It breaks off where a page can't be read: half a file must not pass for a whole. */
const write = async (
  pages: AsyncIterable<readonly AuditEntry[]>,
  { head, line }: (typeof auditFiles)["csv"],
  { response, signal }: StreamResponse,
): Promise<void> => {
  response.write(head);
  for await (const entries of pages) {
    if (signal.aborted) break;
    const wantsMore = response.write(entries.map(line).join(""));
    if (!wantsMore) await once(response, "drain", { signal }).catch(() => {});
  }
  if (signal.aborted) response.destroy();
  else response.end();
};
