import type { WebSocket } from "@fastify/websocket";
import { type LiveMessage, LiveRequest, liveSocket } from "@signalbox/contract/events";
import { type MountedRoute, serveSocket } from "../http.ts";
import { beat } from "./beat.ts";
import { traceDeliveries } from "./delivery-traces.ts";
import { followFrom } from "./follow-from.ts";
import { jsonOf, piecesOf } from "./frames.ts";
import type { StreamOptions } from "./stream-options.ts";

/** `GET /api/live`: the log over a WebSocket, for the web app. */
export const liveSocketRoute = (options: StreamOptions): MountedRoute =>
  serveSocket(liveSocket, ({ caller, correlationId }, socket) => {
    const log = options.log.child({ correlationId });
    const drop = () => {
      options.metrics.dropped("socket");
      log.info("a socket was dropped: its client did not keep up");
      socket.terminate();
    };
    const say = patientSpeaker(socket, { patienceMs: options.patienceMs, drop });
    const tell = (message: LiveMessage) => say(JSON.stringify(message));
    const traces = traceDeliveries(options.tracing, "socket");
    const connection = options.connections.opened({
      kind: "socket",
      caller,
      end: () => socket.close(1001, "An operator ended it"),
    });
    let subscription = new AbortController();

    const subscribe = async ({ after, ...filter }: LiveRequest & { kind: "subscribe" }) => {
      subscription.abort();
      subscription = new AbortController();
      const { signal } = subscription;
      connection.follows(filter);
      const { newest } = await options.events.range();
      await followFrom(options.events, {
        name: "socket",
        after,
        newest,
        filter,
        signal,
        onStart: (position) => tell({ kind: "subscribed", position: String(position) }),
        onReset: (position, reason) => tell({ kind: "reset", position: String(position), reason }),
        async deliver(batch) {
          const sent = traces.sending(batch);
          for (const piece of piecesOf(batch.map(jsonOf))) {
            if (!signal.aborted) await say(`{"kind":"events","events":[${piece.join(",")}]}`);
          }
          sent();
          connection.sent(batch);
        },
      });
      // The log ends before the server does when it stops.
      if (!signal.aborted) socket.close(1001, "The server stops");
    };

    socket.on("message", (content) => {
      const request = readRequest(String(content));
      if (request === undefined) {
        void tell({ kind: "error", code: "request.invalid", detail: "This is no request of the contract" });
      } else if (request.kind === "ping") {
        void tell({ kind: "pong" });
      } else if (request.kind === "shown") {
        traces.shown(BigInt(request.position), request.tookMs);
      } else {
        subscribe(request).catch((error: unknown) => {
          log.warn({ err: error }, "a live subscription failed");
          socket.close(1011, "The subscription failed");
        });
      }
    });
    const closed = options.metrics.opened("socket");
    const stopBeating = beat(socket, options.heartbeatMs);
    const stopWatching = options.gate.onceUnwelcome(caller, () => {
      subscription.abort();
      socket.close(4401, "Signed out");
    });
    socket.on("close", () => {
      connection.closed();
      stopBeating();
      stopWatching();
      closed();
      subscription.abort();
    });
  });

const readRequest = (text: string): LiveRequest | undefined => {
  try {
    return LiveRequest.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
};

/** Resolves once the message left for the network; drops a client that takes none for too long. */
const patientSpeaker =
  (socket: WebSocket, { patienceMs, drop }: { patienceMs: number; drop(): void }) =>
  (text: string): Promise<void> => {
    if (socket.readyState !== socket.OPEN) return Promise.resolve();
    const { promise, resolve } = Promise.withResolvers<void>();
    const timer = setTimeout(drop, patienceMs);
    socket.send(text, () => {
      clearTimeout(timer);
      resolve();
    });
    return promise;
  };
