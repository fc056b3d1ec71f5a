import { join } from "node:path";
import { removeFolder, temporaryFolder } from "@signalbox/testkit/temporary";
import { expect, onTestFinished, test } from "vitest";
import { systemClock } from "../kernel/clock.ts";
import { observedDatabase } from "../platform/database/observed-database.ts";
import { testDatabase } from "../platform/database/testing.ts";
import { createLogger } from "../platform/logging/logger.ts";
import { createMetrics } from "../platform/metrics/create-metrics.ts";
import { noTracing } from "../platform/tracing/tracing.ts";
import { compose } from "./compose.ts";
import { readConfig } from "./config.ts";
import { thisNode } from "./this-node.ts";

test("a node among others takes orders only while all that carries them out is there", async () => {
  const home = temporaryFolder("compose");
  const log = createLogger({ level: "silent" });
  const metrics = createMetrics({ log });
  const db = observedDatabase(await testDatabase(), { metrics });
  onTestFinished(async () => {
    await db.close();
    removeFolder(home);
  });
  const config = readConfig([], {
    ...{ SIGNALBOX_HOME: home, CLAUDE_CONFIG_DIR: join(home, "claude") },
    DATABASE_URL: "postgres://nobody@127.0.0.1:1/none",
  });
  const { services, whileUp } = compose({
    ...{ config, db, clock: systemClock, log, metrics, tracing: noTracing, node: thisNode(config) },
    backupSource: { kind: "embedded", engine: { copy: async () => {} } },
    ...{ origin: () => "", isUp: () => true },
  });
  // Those are started behind all of these, and stopped before them.
  expect(whileUp.map(({ name }) => name)).toEqual(["orders", "orders given"]);
  const names = services.map(({ name }) => name);
  expect(names).not.toContain("orders");
  // What is under way ends with what carries it out, and is written down then.
  expect(names.indexOf("orders under way")).toBeGreaterThan(0);
  expect(names.indexOf("orders under way")).toBeLessThan(names.indexOf("launches"));
});
