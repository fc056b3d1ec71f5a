import { Position } from "@signalbox/contract/event";
import { getEvent, listEvents } from "@signalbox/contract/events";
import { systemClock } from "../../../kernel/clock.ts";
import type { EventHistory } from "../../events/event-history.ts";
import { type Metrics, noMetrics } from "../../metrics/metrics.ts";
import { noTracing } from "../../tracing/tracing.ts";
import { keysetCursor, pageOfRows } from "../cursor.ts";
import { type MountedRoute, reply, serve } from "../http.ts";
import { createConnections } from "./connections.ts";
import { eventStreamRoute } from "./event-stream.ts";
import { liveSocketRoute } from "./live-socket.ts";
import { measureStreams } from "./stream-metrics.ts";
import type { StreamOptions } from "./stream-options.ts";

type Needed = "events" | "gate" | "log";
export type EventRoutesOptions = Pick<StreamOptions, Needed> &
  Partial<Omit<StreamOptions, Needed | "metrics">> & { history: EventHistory; metrics?: Metrics };

/** The event log in pages, as a stream, and over a socket. */
export const eventRoutes = (given: EventRoutesOptions): MountedRoute[] => {
  const { history, metrics = noMetrics, tracing = noTracing, ...options } = given;
  const measured = measureStreams(metrics);
  const usual = { heartbeatMs: 15_000, patienceMs: 10_000, connections: createConnections(systemClock) };
  const streaming = { ...usual, ...options, metrics: measured, tracing };
  return [
    listRoute(history),
    serve(getEvent, async ({ params }) => reply(200, await history.get(BigInt(params.position)))),
    eventStreamRoute(streaming),
    liveSocketRoute(streaming),
  ];
};

/** The order is part of a cursor: turned round, it would lead the wrong way. */
const cursors = {
  oldest: keysetCursor("events", Position),
  newest: keysetCursor("events-newest", Position),
};

const listRoute = (history: EventHistory): MountedRoute =>
  serve(listEvents, async ({ query }) => {
    const { limit, cursor, after, order, ...search } = query;
    const decoded = cursors[order].decode(cursor) ?? (order === "oldest" ? after : undefined);
    const beyond = decoded === undefined ? undefined : BigInt(decoded);
    const found = await history.search({ search, order, beyond, limit: limit + 1 });
    const page = pageOfRows(found.events, limit, ({ position }) => cursors[order].encode(position));
    const searchedTo = found.searchedTo === null ? null : String(found.searchedTo);
    const goesOn = searchedTo === null ? null : cursors[order].encode(searchedTo);
    return reply(200, { ...page, nextCursor: page.nextCursor ?? goesOn, searchedTo });
  });
