import { type Metrics, only } from "../metrics/metrics.ts";
import { noTracing, type Tracing, traced } from "../tracing/tracing.ts";
import type { DatabaseState, OpenDatabase } from "./database.ts";

const states: readonly DatabaseState[] = ["ready", "full", "read_only", "recovering", "failing", "closed"];

interface Observers {
  metrics: Metrics;
  tracing?: Tracing;
}

/** The database with what it does measured, and its transactions as steps of the traces they belong to. */
export function observedDatabase(
  db: OpenDatabase,
  { metrics, tracing = noTracing }: Observers,
): OpenDatabase {
  const seconds = metrics.histogram({
    name: "signalbox_database_seconds",
    help: "How long connections were in use: for one query or transaction, or for the commit of a batch of signals",
    labels: ["kind"],
    buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.5, 1, 5],
  });
  measurePool(db, metrics);
  const acquired = new WeakMap<object, number>();
  db.pool.on("acquire", (client) => acquired.set(client, performance.now()));
  db.pool.on("release", (_error, client) => {
    const began = acquired.get(client);
    if (began !== undefined) seconds.observe({ kind: "query" }, (performance.now() - began) / 1_000);
  });
  return {
    ...db,
    transaction: (work) => traced(tracing, tracing.follow("transaction"), () => db.transaction(work)),
    async batch(statements) {
      const began = performance.now();
      const rows = await db.batch(statements);
      seconds.observe({ kind: "batch" }, (performance.now() - began) / 1_000);
      return rows;
    },
  };
}

function measurePool(db: OpenDatabase, metrics: Metrics): void {
  metrics.gauge(
    { name: "signalbox_database_state", help: "1 for the state that the database is in", labels: ["state"] },
    () => states.map((state) => ({ labels: { state }, value: db.state() === state ? 1 : 0 })),
  );
  metrics.gauge(
    { name: "signalbox_database_connections", help: "Connections of the pool", labels: ["state"] },
    () => [
      { labels: { state: "in_use" }, value: db.pool.totalCount - db.pool.idleCount },
      { labels: { state: "idle" }, value: db.pool.idleCount },
    ],
  );
  metrics.gauge({ name: "signalbox_database_waiting", help: "Who waits for a connection" }, () =>
    only(db.pool.waitingCount),
  );
}
