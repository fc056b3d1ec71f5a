import type { SpanExporter } from "@opentelemetry/sdk-trace";
import type { Logger } from "pino";

/** Between two lines of the log about spans that were not taken. */
const quietMs = 60_000;

/** Tells in the log that spans are not taken, once a minute at most; they are lost then. */
export function tellOfExports(exporter: SpanExporter, log: Logger): SpanExporter {
  let lost = 0;
  let toldAt = Number.NEGATIVE_INFINITY;
  return {
    export(spans, done) {
      exporter.export(spans, (result) => {
        if (result.error !== undefined) lost += spans.length;
        const now = performance.now();
        if (result.error !== undefined && now - toldAt >= quietMs) {
          log.warn({ err: result.error, lost }, "spans were not taken by the collector");
          toldAt = now;
          lost = 0;
        }
        done(result);
      });
    },
    forceFlush: () => exporter.forceFlush?.() ?? Promise.resolve(),
    shutdown: () => exporter.shutdown(),
  };
}
