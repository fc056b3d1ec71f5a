import { z } from "zod";
import { readDsn, type SentryAddress } from "../platform/reports/sentry-dsn.ts";
import { samplers, type TracingConfig } from "../platform/tracing/tracing-config.ts";

const Url = z.url({ protocol: /^https?$/, error: "must begin with http:// or https://" });
const protocols = ["http/protobuf", "http/json"] as const;
const Protocol = z.enum(protocols, `must be one of ${protocols.join(", ")}`);
const share = "must be a number from 0 to 1";
const Share = z
  .string()
  .regex(/^(0|1|0?\.\d+|[01]\.\d+)$/, share)
  .transform(Number)
  .refine((number) => number <= 1, share);

/** The standard variables of those who watch the server from outside. Nothing is sent to anybody without them. */
export const observingVariables = {
  OTEL_SDK_DISABLED: z.string().optional(),
  OTEL_TRACES_EXPORTER: z.enum(["otlp", "none"], "must be otlp or none").default("otlp"),
  /** Where an OpenTelemetry collector takes spans; `/v1/traces` is added to the first. */
  OTEL_EXPORTER_OTLP_ENDPOINT: Url.optional(),
  OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: Url.optional(),
  OTEL_EXPORTER_OTLP_PROTOCOL: Protocol.default("http/protobuf"),
  OTEL_EXPORTER_OTLP_TRACES_PROTOCOL: Protocol.optional(),
  OTEL_SERVICE_NAME: z.string().default("signalbox"),
  OTEL_TRACES_SAMPLER: z
    .enum(samplers, `must be one of ${samplers.join(", ")}`)
    .default("parentbased_always_on"),
  OTEL_TRACES_SAMPLER_ARG: Share.default(1),
  /** Where Sentry takes errors. */
  SENTRY_DSN: z
    .string()
    .refine((dsn) => readDsn(dsn) !== undefined, "must be a DSN: https://key@host/project")
    .optional(),
  SENTRY_ENVIRONMENT: z.string().max(64).default("production"),
  SENTRY_RELEASE: z.string().max(200).optional(),
};
const Observing = z.object(observingVariables);

/** Where errors are reported to, and under which names. */
export interface SentryConfig {
  address: SentryAddress;
  environment: string;
  release: string | undefined;
}

/** Where traces go; undefined where nobody wants them. */
export function tracingOf(found: z.infer<typeof Observing>, version: string): TracingConfig | undefined {
  const { OTEL_EXPORTER_OTLP_ENDPOINT: shared, OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: own } = found;
  const url = own ?? (shared === undefined ? undefined : `${shared.replace(/\/$/, "")}/v1/traces`);
  const isOff = found.OTEL_SDK_DISABLED?.toLowerCase() === "true" || found.OTEL_TRACES_EXPORTER === "none";
  if (url === undefined || isOff) return undefined;
  return {
    url,
    protocol: found.OTEL_EXPORTER_OTLP_TRACES_PROTOCOL ?? found.OTEL_EXPORTER_OTLP_PROTOCOL,
    serviceName: found.OTEL_SERVICE_NAME,
    serviceVersion: version,
    sampler: found.OTEL_TRACES_SAMPLER,
    ratio: found.OTEL_TRACES_SAMPLER_ARG,
  };
}

/** Where errors are reported to; undefined where nobody wants them. */
export function sentryOf(found: z.infer<typeof Observing>): SentryConfig | undefined {
  const address = found.SENTRY_DSN === undefined ? undefined : readDsn(found.SENTRY_DSN);
  if (address === undefined) return undefined;
  return { address, environment: found.SENTRY_ENVIRONMENT, release: found.SENTRY_RELEASE };
}
