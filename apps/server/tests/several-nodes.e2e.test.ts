import { findCaddy, isMissing } from "@signalbox/testkit/machine";
import { findPostgres, runPostgres } from "@signalbox/testkit/postgres";
import { findRedis, runRedis } from "@signalbox/testkit/redis";
import { removeFolder, temporaryFolder } from "@signalbox/testkit/temporary";
import { afterAll, describe } from "vitest";
import { openServerDatabase } from "../src/platform/database/server-database.ts";
import { type MortalCluster, mortalCluster } from "./crash/mortal-cluster.ts";
import { anOperator, testsOfHindsight, testsOfJobs } from "./crash/operator.testing.ts";
import { testsOfSurvival } from "./crash/survival.testing.ts";

const seed = Number(process.env.SIGNALBOX_TEST_SEED ?? Math.floor(Math.random() * 1e9));
/** By hand for longer: two minutes and more. */
const seconds = Number(process.env.SIGNALBOX_TEST_SECONDS ?? 30);
const sessions = 16;

const caddy = findCaddy();

describe.skipIf(isMissing(findPostgres(), findRedis(), caddy)).each([
  { how: "on PostgreSQL alone", isWhole: false },
  { how: "on PostgreSQL and Redis, behind Caddy", isWhole: true },
])(
  `two APIs and two workers $how, of which any part is killed for ${seconds} s (seed ${seed})`,
  ({ isWhole }) => {
    const folder = temporaryFolder("nodes");
    const releases: (() => Promise<void>)[] = [];
    afterAll(async () => {
      for (const release of releases) await release();
      removeFolder(folder);
    });
    const { seen, ...operator } = anOperator(() => cluster);
    let cluster: MortalCluster;
    testsOfSurvival(async () => {
      const postgres = await runPostgres();
      const redis = isWhole ? await runRedis() : undefined;
      releases.push(postgres.remove, async () => redis?.remove());
      const front = isWhole && caddy.path !== null ? { caddy: caddy.path } : {};
      cluster = await mortalCluster({ folder, connections: sessions, postgres, redis, ...front });
      const until = performance.now() + seconds * 1_000;
      return {
        ...{ server: cluster, seed, sessions, ...operator },
        diesAgain: () => performance.now() < until,
        open: async () => openServerDatabase({ url: postgres.url }),
      };
    });
    testsOfJobs(seen);
    testsOfHindsight(seen);
  },
);
