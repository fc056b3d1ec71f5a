import { join } from "node:path";
import { removeFolder, temporaryFolder } from "@signalbox/testkit/temporary";
import { expect, onTestFinished, test } from "vitest";
import { systemClock } from "../kernel/clock.ts";
import { observedDatabase } from "../platform/database/observed-database.ts";
import { testDatabase } from "../platform/database/testing.ts";
import { createHttpServer } from "../platform/http/server.ts";
import { createLogger } from "../platform/logging/logger.ts";
import { createMetrics, type DeclaredMetric } from "../platform/metrics/create-metrics.ts";
import { noTracing } from "../platform/tracing/tracing.ts";
import { compose } from "./compose.ts";
import { readConfig } from "./config.ts";
import { thisNode } from "./this-node.ts";

const head = `# Metrics

<!-- Written by this test with \`node_modules/.bin/vitest run metrics-page -u\`, from what the parts of the server declare. -->

What \`GET /metrics\` tells of the node that answers; see [observability.md](observability.md). A histogram has \`_bucket\`, \`_sum\` and \`_count\`.

| metric | kind | labels | what it is |
|---|---|---|---|
`;

const row = ({ name, kind, labels, help }: DeclaredMetric): string =>
  `| \`${name}\` | ${kind} | ${labels.map((label) => `\`${label}\``).join(", ")} | ${help} |\n`;

test("docs/metrics.md lists every metric that there is", async () => {
  const home = temporaryFolder("metrics-page");
  const log = createLogger({ level: "silent" });
  const metrics = createMetrics({ log });
  const db = observedDatabase(await testDatabase(), { metrics });
  onTestFinished(async () => {
    await db.close();
    removeFolder(home);
  });
  const config = readConfig([], { SIGNALBOX_HOME: home, CLAUDE_CONFIG_DIR: join(home, "claude") });
  const backupSource = { kind: "embedded", engine: { copy: async () => {} } } as const;
  const app = compose({
    config,
    db,
    clock: systemClock,
    log,
    metrics,
    tracing: noTracing,
    node: thisNode(config),
    backupSource,
    origin: () => "",
    isUp: () => true,
  });
  await createHttpServer({ gate: app.auth.gate, log, metrics, routes: app.routes });
  const all = metrics.declared().toSorted((a, b) => a.name.localeCompare(b.name));
  await expect(head + all.map(row).join("")).toMatchFileSnapshot("../../../../docs/metrics.md");
});
