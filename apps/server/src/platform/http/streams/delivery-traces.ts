import type { EventEnvelope } from "@signalbox/contract/event";
import { noTracing, type Span, type Tracing } from "../../tracing/tracing.ts";

/** The last steps of traces: events on their way to one client, until it took them, and until it shows them. */
export interface DeliveryTraces {
  /** Events are about to be sent; answers what to call once the network took them. */
  sending(events: readonly EventEnvelope[]): () => void;
  /** The client says that it shows everything up to a position, and how long it took for the last of it. */
  shown(position: bigint, tookMs: number): void;
}

interface Shown {
  position: bigint;
  span: Span;
}

/** Of one batch, and of what a client has still to show: more traces than these are not followed so far. */
const mostTraces = 8;
const mostWaiting = 100;

const untraced: DeliveryTraces = { sending: () => () => {}, shown() {} };

/** Traces what one client is sent. */
export const traceDeliveries = (tracing: Tracing, to: "stream" | "socket"): DeliveryTraces => {
  if (tracing === noTracing) return untraced;
  const waiting: Shown[] = [];
  return {
    sending(events) {
      const lastOf = new Map<string, EventEnvelope>();
      for (const event of events) {
        if (event.traceparent !== undefined) lastOf.set(event.traceparent, event);
      }
      const spans = [...lastOf].slice(-mostTraces).map(([from, { position, type }]) => {
        const attributes = { "signalbox.position": Number(position), "signalbox.event": type };
        const span = tracing.follow(`send to ${to}`, { from, kind: "producer", attributes });
        const shown = tracing.follow("show", { from: span.traceparent, kind: "consumer", attributes });
        waiting.push({ position: BigInt(position), span: shown });
        return span;
      });
      // What is never ended is never sent: nobody said that it was shown.
      waiting.splice(0, waiting.length - mostWaiting);
      return () => {
        for (const span of spans) span.end();
      };
    },
    shown(position, tookMs) {
      while (waiting[0] !== undefined && waiting[0].position <= position) {
        const { span } = waiting[0];
        span.set({ "signalbox.browser_ms": tookMs });
        span.end();
        waiting.shift();
      }
    },
  };
};
