import { AsyncLocalStorage } from "node:async_hooks";
import {
  type SpanContext as Place,
  ROOT_CONTEXT,
  type Span as SdkSpan,
  SpanKind,
  SpanStatusCode,
  trace,
} from "@opentelemetry/api";
import {
  detectResources,
  resourceAttributesEnvDetector,
  resourceFromAttributes,
} from "@opentelemetry/resources";
import {
  AlwaysOffSampler,
  AlwaysOnSampler,
  BatchSpanProcessor,
  ParentBasedSampler,
  type Sampler,
  type SpanExporter,
  TraceIdRatioBasedSampler,
  TracerProvider,
} from "@opentelemetry/sdk-trace";
import type { Logger } from "pino";
import { tellOfExports } from "./told-exports.ts";
import { parseTraceparent, traceparentOf } from "./traceparent.ts";
import { errorKindOf, type Span, type SpanOptions, type Tracing } from "./tracing.ts";
import type { SamplerName, TracingConfig } from "./tracing-config.ts";

export interface OpenTracing extends Tracing {
  /** Sends what is left, for so long as a stop may take. */
  close(): Promise<void>;
}

/** What is not sent at a stop within this time is lost. */
const flushWithinMs = 2_000;
const exportTimeoutMillis = 10_000;

const kinds = { server: SpanKind.SERVER, producer: SpanKind.PRODUCER, consumer: SpanKind.CONSUMER };

/**
 * Sends spans to a collector. They wait in a queue of 2,048 and are dropped beyond it: a collector that is slow or
 * gone slows nobody.
 */
export async function openTracing(config: TracingConfig, log: Logger): Promise<OpenTracing> {
  const exporter = tellOfExports(await exporterOf(config), log);
  const processor = new BatchSpanProcessor({ exporter, scheduledDelayMillis: 1_000, exportTimeoutMillis });
  const provider = new TracerProvider({
    resource: resourceOf(config),
    sampler: samplerOf(config),
    spanProcessors: [processor],
  });
  const tracer = provider.getTracer("signalbox", config.serviceVersion);
  const active = new AsyncLocalStorage<Place>();

  const start = (name: string, parent: Place | undefined, options: SpanOptions): Span => {
    const { kind, alsoFor = [], attributes } = options;
    const context = parent === undefined ? ROOT_CONTEXT : trace.setSpanContext(ROOT_CONTEXT, parent);
    const links = alsoFor
      .flatMap((other) => parseTraceparent(other) ?? [])
      .map((place) => ({ context: place }));
    const settings = {
      kind: kind === undefined ? SpanKind.INTERNAL : kinds[kind],
      links,
      ...(attributes === undefined ? {} : { attributes }),
    };
    return new RecordedSpan(tracer.startSpan(name, settings, context));
  };
  const parentOf = ({ from }: SpanOptions) =>
    from === undefined ? active.getStore() : parseTraceparent(from);

  return {
    begin: (name, options = {}) => start(name, parentOf(options), options),
    follow(name, options = {}) {
      const parent = parentOf(options);
      return parent === undefined ? unrecorded : start(name, parent, options);
    },
    within: (span, work) => (span instanceof RecordedSpan ? active.run(span.place, work) : work()),
    current() {
      const place = active.getStore();
      return place === undefined ? undefined : traceparentOf(place);
    },
    async close() {
      const late = Promise.withResolvers<void>();
      const timer = setTimeout(late.resolve, flushWithinMs);
      const closed = provider.shutdown().catch((error: unknown) => {
        log.warn({ err: error }, "the last spans were not sent");
      });
      await Promise.race([closed, late.promise]);
      clearTimeout(timer);
    },
  };
}

const unrecorded: Span = { traceparent: undefined, set() {}, end() {} };

class RecordedSpan implements Span {
  readonly place: Place;
  readonly #span: SdkSpan;

  constructor(span: SdkSpan) {
    this.#span = span;
    this.place = span.spanContext();
  }

  get traceparent(): string | undefined {
    return traceparentOf(this.place);
  }

  set(attributes: Record<string, string | number | boolean>): void {
    this.#span.setAttributes(attributes);
  }

  end(error?: unknown): void {
    if (error !== undefined) {
      this.#span.setStatus({ code: SpanStatusCode.ERROR });
      this.#span.setAttribute("error.type", errorKindOf(error));
    }
    this.#span.end();
  }
}

const resourceOf = ({ serviceName, serviceVersion }: TracingConfig) =>
  detectResources({ detectors: [resourceAttributesEnvDetector] }).merge(
    resourceFromAttributes({ "service.name": serviceName, "service.version": serviceVersion }),
  );

async function exporterOf({ url, protocol }: TracingConfig): Promise<SpanExporter> {
  // Headers, certificates and the like it takes from their own standard variables.
  const options = { url };
  if (protocol === "http/json") {
    const { OTLPTraceExporter } = await import("@opentelemetry/exporter-trace-otlp-http");
    return new OTLPTraceExporter(options);
  }
  const { OTLPTraceExporter } = await import("@opentelemetry/exporter-trace-otlp-proto");
  return new OTLPTraceExporter(options);
}

function samplerOf({ sampler, ratio }: TracingConfig): Sampler {
  const plain: Record<SamplerName, () => Sampler> = {
    always_on: () => new AlwaysOnSampler(),
    always_off: () => new AlwaysOffSampler(),
    traceidratio: () => new TraceIdRatioBasedSampler(ratio),
    parentbased_always_on: () => new ParentBasedSampler({ root: new AlwaysOnSampler() }),
    parentbased_always_off: () => new ParentBasedSampler({ root: new AlwaysOffSampler() }),
    parentbased_traceidratio: () => new ParentBasedSampler({ root: new TraceIdRatioBasedSampler(ratio) }),
  };
  return plain[sampler]();
}
