import type { HistogramDefinition, Labels, MetricDefinition } from "./metrics.ts";

/** More series than this of one metric are no longer told apart: a label that had an id must not fill the memory. */
const mostSeries = 1_000;

/** The values of one metric by their labels. */
export class Series<L extends string, V> {
  readonly names: readonly L[];
  readonly #byKey = new Map<string, { labels: Labels<L>; value: V }>();
  readonly #fresh: () => V;

  constructor({ labels = [] }: MetricDefinition<L>, fresh: () => V) {
    this.names = labels;
    this.#fresh = fresh;
    // One without labels is there from the start, at 0.
    if (labels.length === 0) this.at({} as Labels<L>);
  }

  /** The value with these labels; undefined where there are too many already. */
  at(labels: Labels<L>): { labels: Labels<L>; value: V } | undefined {
    let key = "";
    for (const name of this.names) key += `${labels[name]}\0`;
    const known = this.#byKey.get(key);
    if (known !== undefined || this.#byKey.size >= mostSeries) return known;
    const entry = { labels: { ...labels }, value: this.#fresh() };
    this.#byKey.set(key, entry);
    return entry;
  }

  all(): Iterable<{ labels: Labels<L>; value: V }> {
    return this.#byKey.values();
  }
}

/** What a histogram holds: how many fell under each bound, how many there were, and their sum. */
export class Distribution {
  readonly counts: Float64Array;
  readonly bounds: readonly number[];
  count = 0;
  sum = 0;

  constructor({ buckets }: Pick<HistogramDefinition, "buckets">) {
    this.bounds = buckets;
    this.counts = new Float64Array(buckets.length);
  }

  add(value: number): void {
    this.count++;
    this.sum += value;
    const at = this.bounds.findIndex((bound) => value <= bound);
    const fallen = this.counts[at];
    if (fallen !== undefined) this.counts[at] = fallen + 1;
  }
}
