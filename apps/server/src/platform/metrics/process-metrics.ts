import { readdir } from "node:fs/promises";
import { monitorEventLoopDelay, PerformanceObserver } from "node:perf_hooks";
import { getHeapSpaceStatistics } from "node:v8";
import { type Metrics, only, type Sample } from "./metrics.ts";

const nanosecond = 1e-9;
const microsecond = 1e-6;
const percentiles = [50, 90, 99] as const;

/**
 * What the process itself takes, under the names that are usual for Node. Delays of the event loop and garbage
 * collections are watched from the first time that somebody asks: nobody else should pay for it.
 */
export const measureProcess = (metrics: Metrics): { watch(): void } => {
  measureMachine(metrics);
  measureMemory(metrics);
  const loop = measureLoop(metrics);
  const collections = measureCollections(metrics);
  let watched = false;
  return {
    watch() {
      if (watched) return;
      watched = true;
      loop.watch();
      collections.watch();
    },
  };
};

const measureMachine = (metrics: Metrics): void => {
  const seconds = (kind: "user" | "system") => () => only(process.cpuUsage()[kind] * microsecond);
  metrics.counted(
    { name: "process_cpu_user_seconds_total", help: "Processor time in user mode" },
    seconds("user"),
  );
  metrics.counted(
    { name: "process_cpu_system_seconds_total", help: "Processor time in the kernel" },
    seconds("system"),
  );
  const startedAt = performance.timeOrigin / 1_000;
  metrics.gauge({ name: "process_start_time_seconds", help: "When the process started" }, () =>
    only(startedAt),
  );
  metrics.gauge({ name: "process_open_fds", help: "Open files and connections" }, async () => {
    const open = await readdir("/proc/self/fd").catch(() => undefined);
    // Where the system does not tell, nothing is said.
    return open === undefined ? [] : only(open.length);
  });
};

const measureMemory = (metrics: Metrics): void => {
  metrics.gauge({ name: "process_resident_memory_bytes", help: "Memory that the process holds" }, () =>
    only(process.memoryUsage.rss()),
  );
  const heap = (name: string, help: string, field: "heapUsed" | "heapTotal" | "external") =>
    metrics.gauge({ name, help }, () => only(process.memoryUsage()[field]));
  heap("nodejs_heap_size_used_bytes", "Heap in use", "heapUsed");
  heap("nodejs_heap_size_total_bytes", "Heap that is reserved", "heapTotal");
  heap("nodejs_external_memory_bytes", "Memory of buffers and of what is not JavaScript", "external");
  metrics.gauge(
    { name: "nodejs_heap_space_size_used_bytes", help: "Heap in use by space", labels: ["space"] },
    () =>
      getHeapSpaceStatistics().map(({ space_name, space_used_size }) => ({
        labels: { space: space_name.replace(/_space$/, "") },
        value: space_used_size,
      })),
  );
};

const measureLoop = (metrics: Metrics) => {
  let delays: ReturnType<typeof monitorEventLoopDelay> | undefined;
  metrics.gauge(
    {
      name: "nodejs_eventloop_lag_seconds",
      help: "How late the event loop came to a timer since the last time that was asked",
      labels: ["percentile"],
    },
    (): Sample<"percentile">[] => {
      if (delays === undefined || delays.count === 0) return [];
      const watched = delays;
      const samples = percentiles.map((percent) => ({
        labels: { percentile: String(percent) },
        value: watched.percentile(percent) * nanosecond,
      }));
      samples.push({ labels: { percentile: "100" }, value: watched.max * nanosecond });
      watched.reset();
      return samples;
    },
  );
  return {
    watch() {
      delays = monitorEventLoopDelay({ resolution: 20 });
      delays.enable();
    },
  };
};

const collectionKinds: Readonly<Record<number, string>> = {
  1: "minor",
  2: "minor",
  4: "major",
  8: "incremental",
  16: "weak_callbacks",
};

const measureCollections = (metrics: Metrics) => {
  const seconds = metrics.histogram({
    name: "nodejs_gc_duration_seconds",
    help: "How long collections of garbage held everything up",
    labels: ["kind"],
    buckets: [0.001, 0.01, 0.1, 1],
  });
  return {
    watch() {
      new PerformanceObserver((list) => {
        for (const entry of list.getEntries()) {
          const kind = collectionKinds[kindOf(entry)] ?? "other";
          seconds.observe({ kind }, entry.duration / 1_000);
        }
      }).observe({ entryTypes: ["gc"] });
    },
  };
};

const kindOf = (entry: PerformanceEntry): number => {
  const detail = "detail" in entry ? entry.detail : undefined;
  return typeof detail === "object" && detail !== null && "kind" in detail ? Number(detail.kind) : 0;
};
