/** What is measured, declared once by the part that knows it. Labels have few values: never an id. */
export interface MetricDefinition<L extends string = never> {
  /** As Prometheus spells it, with the unit: `signalbox_http_request_seconds`. */
  name: string;
  help: string;
  labels?: readonly L[];
}

export interface HistogramDefinition<L extends string = never> extends MetricDefinition<L> {
  /** Upper bounds, ascending. */
  buckets: readonly number[];
}

export type Labels<L extends string> = Readonly<Record<L, string>>;

/** Counts what happens. */
export interface Counter<L extends string = never> {
  add(labels: Labels<L>, by?: number): void;
}

/** Counts how large or long what happens is. */
export interface Histogram<L extends string = never> {
  observe(labels: Labels<L>, value: number): void;
}

/** One value of what is read when it is asked for. */
export interface Sample<L extends string = never> {
  labels: Labels<L>;
  value: number;
}

export type Read<L extends string> = () => readonly Sample<L>[] | Promise<readonly Sample<L>[]>;

/** Where the parts of the server put what they measure. */
export interface Metrics {
  counter<L extends string = never>(definition: MetricDefinition<L>): Counter<L>;
  histogram<L extends string = never>(definition: HistogramDefinition<L>): Histogram<L>;
  /** A value that is looked up when somebody asks, and costs nothing until then. */
  gauge<L extends string = never>(definition: MetricDefinition<L>, read: Read<L>): void;
  /** The same for a count that somebody else keeps. */
  counted<L extends string = never>(definition: MetricDefinition<L>, read: Read<L>): void;
}

/** The one value of what has no labels. */
export const only = (value: number): readonly Sample[] => [{ labels: {}, value }];

const nothing = { add() {}, observe() {} };

/** Measures nothing: for tests, and for parts that nobody measures. */
export const noMetrics: Metrics = {
  counter: () => nothing,
  histogram: () => nothing,
  gauge() {},
  counted() {},
};
