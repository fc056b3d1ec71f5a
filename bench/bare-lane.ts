/** What this machine makes of the least a signal can cost, so that other figures can be judged: `node bench/bare-lane.ts`. */
import { setTimeout as delay } from "node:timers/promises";
import { testDatabase } from "../apps/server/src/platform/database/testing.ts";
import { createTables, signalOf } from "./load/bare-signals.ts";
import { type Finding, print, tableOf } from "./load/report.ts";
import { quantile } from "./load/statistics.ts";

const perSecond = 200;
const warmUpMs = 5_000;
const measuredMs = 20_000;
const roundTrips = 2_000;

/** Bare transactions at the pace of the hooks, with neither HTTP nor decisions; then bare round trips. */
export async function measureBareLane(): Promise<Finding[]> {
  const db = await testDatabase();
  await createTables(db);
  const paced: number[] = [];
  const pending: Promise<void>[] = [];
  const write = async (row: number, counts: boolean) => {
    const sent = performance.now();
    await db.batch(signalOf(row));
    if (counts) paced.push(performance.now() - sent);
  };
  const started = performance.now();
  for (let row = 0; row < ((warmUpMs + measuredMs) / 1_000) * perSecond; row++) {
    const due = (row * 1_000) / perSecond;
    const dueIn = started + due - performance.now();
    if (dueIn > 0) await delay(dueIn);
    pending.push(write(row, due > warmUpMs));
  }
  await Promise.all(pending);
  const trips: number[] = [];
  for (let trip = 0; trip < roundTrips; trip++) {
    const sent = performance.now();
    await db.pool.query({ name: "one", text: "select 1" });
    trips.push(performance.now() - sent);
  }
  await db.close();
  return [
    { what: `bare transactions at ${perSecond}/s, p50`, value: quantile(paced, 0.5), unit: "ms" },
    { what: `bare transactions at ${perSecond}/s, p99`, value: quantile(paced, 0.99), unit: "ms" },
    { what: "round trip to the database's thread, p50", value: quantile(trips, 0.5), unit: "ms" },
  ];
}

if (import.meta.main) print(tableOf(await measureBareLane()));
