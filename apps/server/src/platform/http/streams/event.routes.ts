import { Position } from "@signalbox/contract/event";
import { listEvents } from "@signalbox/contract/events";
import type { EventLog } from "../../events/events.ts";
import { keysetCursor, pageOfRows } from "../cursor.ts";
import { type MountedRoute, reply, serve } from "../http.ts";
import { eventStreamRoute } from "./event-stream.ts";
import { liveSocketRoute } from "./live-socket.ts";
import type { StreamOptions } from "./stream-options.ts";

type Needed = "events" | "gate" | "log";
export type EventRoutesOptions = Pick<StreamOptions, Needed> & Partial<Omit<StreamOptions, Needed>>;

/** The event log in pages, as a stream, and over a socket. */
export const eventRoutes = (options: EventRoutesOptions): MountedRoute[] => {
  const streaming = { heartbeatMs: 15_000, patienceMs: 10_000, ...options };
  return [listRoute(options.events), eventStreamRoute(streaming), liveSocketRoute(streaming)];
};

const cursors = keysetCursor("events", Position);

const listRoute = (events: EventLog): MountedRoute =>
  serve(listEvents, async ({ query }) => {
    const { limit, cursor, after, type, projectId, agentId } = query;
    const filter = { types: type, projectIds: projectId, agentIds: agentId };
    const rows = await events.read(BigInt(cursors.decode(cursor) ?? after ?? 0), filter, limit + 1);
    return reply(
      200,
      pageOfRows(rows, limit, ({ position }) => cursors.encode(position)),
    );
  });
