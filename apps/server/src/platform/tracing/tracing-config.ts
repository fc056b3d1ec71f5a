/** Where traces go and which are recorded, as OpenTelemetry's standard variables say. */
export interface TracingConfig {
  /** The address that takes spans. */
  url: string;
  protocol: "http/protobuf" | "http/json";
  serviceName: string;
  serviceVersion: string;
  sampler: SamplerName;
  /** The share that a ratio sampler records. */
  ratio: number;
}

export const samplers = [
  "always_on",
  "always_off",
  "traceidratio",
  "parentbased_always_on",
  "parentbased_always_off",
  "parentbased_traceidratio",
] as const;
export type SamplerName = (typeof samplers)[number];
