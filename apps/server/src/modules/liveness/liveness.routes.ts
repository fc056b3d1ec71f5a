import { type CliProcess, listCliProcesses } from "@signalbox/contract/processes";
import { z } from "zod";
import { keysetCursor, pageOfRows } from "../../platform/http/cursor.ts";
import { type MountedRoute, reply, serve } from "../../platform/http/http.ts";
import type { Finder, SeenCli } from "./finding/finder.ts";

const cursors = keysetCursor("cli-processes", z.number().int());

export const livenessRoutes = (finder: Pick<Finder, "seen">): MountedRoute[] => [
  serve(listCliProcesses, async ({ query: { limit, cursor } }) => {
    const after = cursors.decode(cursor) ?? 0;
    const rows = finder.seen().filter(({ process }) => process.pid > after);
    const page = pageOfRows(rows.slice(0, limit + 1), limit, ({ process }) => cursors.encode(process.pid));
    return reply(200, { ...page, items: page.items.map(present) });
  }),
];

const present = ({ process, sessionId, doubt }: SeenCli): CliProcess => ({
  ...{ pid: process.pid, backend: process.backend, cwd: process.cwd, sessionId, doubt },
  startedAt: new Date(process.startedAt).toISOString(),
});
