import type { Logger } from "pino";
import { distributionLines, headOf, type MetricKind, sampleLines } from "./exposition.ts";
import type { HistogramDefinition, Labels, MetricDefinition, Metrics, Read } from "./metrics.ts";
import { measureProcess } from "./process-metrics.ts";
import { Distribution, Series } from "./series.ts";

export interface MetricsOptions {
  log: Logger;
  /** How long one value may take to be looked up. */
  patienceMs?: number;
}

export interface ExposedMetrics extends Metrics {
  /** Everything in Prometheus' text format. What could not be looked up is left out and told in the log. */
  expose(): Promise<string>;
  /** Everything that was declared, for the page about it. */
  declared(): DeclaredMetric[];
}

export interface DeclaredMetric {
  name: string;
  kind: MetricKind;
  labels: readonly string[];
  help: string;
}

interface Family extends DeclaredMetric {
  text(): string | Promise<string>;
}

const unreadable: MetricDefinition = {
  name: "signalbox_metrics_unreadable",
  help: "Metrics that could not be looked up this time",
};

/** The metrics of one process. */
export const createMetrics = ({ log, patienceMs = 2_000 }: MetricsOptions): ExposedMetrics => {
  const families = new Map<string, Family>();
  const add = (
    definition: MetricDefinition<string>,
    kind: MetricKind,
    body: () => string | Promise<string>,
  ) => {
    const { name, help, labels = [] } = definition;
    if (families.has(name)) throw new Error(`The metric ${name} is declared twice`);
    families.set(name, {
      name,
      kind,
      labels,
      help,
      text: async () => headOf(definition, kind) + (await body()),
    });
  };
  const addRead = <L extends string>(definition: MetricDefinition<L>, kind: MetricKind, read: Read<L>) =>
    add(definition, kind, async () => sampleLines(definition.name, await read()));

  const metrics: Metrics = {
    counter<L extends string>(definition: MetricDefinition<L>) {
      const series = new Series<L, number>(definition, () => 0);
      add(definition, "counter", () => sampleLines(definition.name, [...series.all()]));
      return {
        add(labels: Labels<L>, by = 1) {
          const entry = series.at(labels);
          if (entry !== undefined) entry.value += by;
        },
      };
    },
    histogram<L extends string>(definition: HistogramDefinition<L>) {
      const series = new Series<L, Distribution>(definition, () => new Distribution(definition));
      add(definition, "histogram", () =>
        [...series.all()]
          .map(({ labels, value }) => distributionLines(definition.name, labels, value))
          .join(""),
      );
      return {
        observe: (labels: Labels<L>, value: number) => series.at(labels)?.value.add(value),
      };
    },
    gauge: (definition, read) => addRead(definition, "gauge", read),
    counted: (definition, read) => addRead(definition, "counter", read),
  };
  const process = measureProcess(metrics);

  const textOf = async ({ name, text }: Family): Promise<string> => {
    try {
      return await within(patienceMs, Promise.resolve(text()));
    } catch (error) {
      log.warn({ err: error, metric: name }, "a metric could not be looked up");
      return "";
    }
  };
  return {
    ...metrics,
    declared: () => [
      ...[...families.values()].map(({ text: _, ...declared }) => declared),
      { ...unreadable, kind: "gauge", labels: [] },
    ],
    async expose() {
      process.watch();
      const texts = await Promise.all([...families.values()].map(textOf));
      const missing = texts.filter((text) => text === "").length;
      const last = sampleLines(unreadable.name, [{ labels: {}, value: missing }]);
      return `${texts.join("")}${headOf(unreadable, "gauge")}${last}`;
    },
  };
};

const within = async <T>(ms: number, work: Promise<T>): Promise<T> => {
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(() => late.reject(new Error(`Took longer than ${ms} ms`)), ms);
  return Promise.race([work, late.promise]).finally(() => clearTimeout(timer));
};
