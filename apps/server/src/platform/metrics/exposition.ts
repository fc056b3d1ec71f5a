import type { MetricDefinition, Sample } from "./metrics.ts";
import type { Distribution } from "./series.ts";

export type MetricKind = "counter" | "gauge" | "histogram";

type Labelled = Readonly<Record<string, string>>;

/** The head of a metric in Prometheus' text format. */
export const headOf = ({ name, help }: MetricDefinition<string>, kind: MetricKind): string =>
  `# HELP ${name} ${help.replaceAll("\\", "\\\\").replaceAll("\n", "\\n")}\n# TYPE ${name} ${kind}\n`;

export const sampleLines = (name: string, samples: readonly Sample<string>[]): string =>
  samples.map(({ labels, value }) => lineOf(name, labels, value)).join("");

/** A histogram's lines: each bucket with all that fell under its bound. */
export const distributionLines = (name: string, labels: Labelled, held: Distribution): string => {
  let below = 0;
  const buckets = held.bounds.map((bound, at) => {
    below += held.counts[at] ?? 0;
    return lineOf(`${name}_bucket`, { ...labels, le: String(bound) }, below);
  });
  return [
    ...buckets,
    lineOf(`${name}_bucket`, { ...labels, le: "+Inf" }, held.count),
    lineOf(`${name}_sum`, labels, held.sum),
    lineOf(`${name}_count`, labels, held.count),
  ].join("");
};

const lineOf = (name: string, labels: Labelled, value: number): string => {
  const pairs = Object.entries(labels).map(([label, text]) => `${label}="${escaped(text)}"`);
  return `${name}${pairs.length === 0 ? "" : `{${pairs.join(",")}}`} ${spelled(value)}\n`;
};

const escaped = (text: string): string =>
  text.replaceAll("\\", "\\\\").replaceAll('"', '\\"').replaceAll("\n", "\\n");

const spelled = (value: number): string =>
  Number.isFinite(value) ? String(value) : Number.isNaN(value) ? "NaN" : value > 0 ? "+Inf" : "-Inf";
