import { once } from "node:events";
import type { ServerResponse } from "node:http";
import { streamEvents } from "@signalbox/contract/events";
import { type MountedRoute, serveStream } from "../http.ts";
import { traceDeliveries } from "./delivery-traces.ts";
import { followFrom } from "./follow-from.ts";
import { frameOf, piecesOf } from "./frames.ts";
import type { StreamOptions } from "./stream-options.ts";

const heartbeat = ": heartbeat\n\n";

/** `GET /api/events/stream`: the log as server-sent events. */
export const eventStreamRoute = (options: StreamOptions): MountedRoute => {
  const { events, gate, heartbeatMs, patienceMs, metrics, tracing } = options;
  return serveStream(streamEvents, async ({ query, headers, caller, correlationId }, stream) => {
    const { response } = stream;
    const leaving = new AbortController();
    const signal = AbortSignal.any([stream.signal, leaving.signal]);
    const drop = () => {
      metrics.dropped("stream");
      options.log.info({ correlationId }, "a stream was dropped: its client did not keep up");
      response.destroy();
    };
    const send = patientWriter(response, { signal, patienceMs, drop });
    const lastSeen = headers["last-event-id"];
    // Looked up before the head: what happens once a client knows that it is connected reaches it.
    const { newest } = await events.range();
    // The stream ends with its connection, so that each event can be one write, not a chunk of three.
    response.removeHeader("transfer-encoding");
    stream.writeHead({
      "content-type": "text/event-stream; charset=utf-8",
      // Proxies are to hand on what comes as it comes.
      "cache-control": "no-store, no-transform",
      "x-accel-buffering": "no",
      connection: "close",
    });
    const closed = metrics.opened("stream");
    const traces = traceDeliveries(tracing, "stream");
    const filter = { types: query.type, projectIds: query.projectId, agentIds: query.agentId };
    const connection = options.connections.opened({ kind: "stream", caller, end: () => response.end() });
    connection.follows(filter);
    const timer = setInterval(() => {
      if (!response.writableNeedDrain) void send(heartbeat);
    }, heartbeatMs);
    const stopWatching = gate.onceUnwelcome(caller, () => leaving.abort());
    try {
      await followFrom(events, {
        name: "stream",
        after: typeof lastSeen === "string" && lastSeen !== "" ? lastSeen : query.after,
        newest,
        filter,
        signal,
        onStart: () => send("retry: 1000\n\n"),
        onReset: (position) =>
          send(`id: ${position}\nevent: reset\ndata: ${JSON.stringify({ position: String(position) })}\n\n`),
        async deliver(batch) {
          const sent = traces.sending(batch);
          for (const piece of piecesOf(batch.map(frameOf))) await send(joined(piece));
          sent();
          connection.sent(batch);
        },
      });
    } finally {
      connection.closed();
      clearInterval(timer);
      stopWatching();
      closed();
      response.end();
    }
  });
};

/** Most pieces are one event; copied for each client, it would cost more than to send it. */
const joined = (frames: readonly Buffer[]): Buffer => {
  const [only] = frames;
  return only !== undefined && frames.length === 1 ? only : Buffer.concat(frames);
};

/** Writes, and waits where the client is slower than we are; drops it where it does not keep up at all. */
const patientWriter =
  (
    response: ServerResponse,
    { signal, patienceMs, drop }: { signal: AbortSignal; patienceMs: number; drop(): void },
  ) =>
  async (chunk: string | Buffer): Promise<void> => {
    if (response.destroyed || signal.aborted || response.write(chunk)) return;
    const patience = AbortSignal.timeout(patienceMs);
    await once(response, "drain", { signal: AbortSignal.any([signal, patience]) }).catch(() => {
      if (patience.aborted && !signal.aborted) drop();
    });
  };
