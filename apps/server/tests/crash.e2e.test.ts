import { isMissing } from "@signalbox/testkit/machine";
import { findPostgres, runPostgres, type TestPostgres } from "@signalbox/testkit/postgres";
import { removeFolder, temporaryFolder } from "@signalbox/testkit/temporary";
import { afterAll, describe } from "vitest";
import { openDatabase } from "../src/platform/database/open-database.ts";
import { openServerDatabase } from "../src/platform/database/server-database.ts";
import { mortalServer } from "./crash/mortal-server.ts";
import { testsOfSurvival } from "./crash/survival.testing.ts";

const seed = Number(process.env.SIGNALBOX_TEST_SEED ?? Math.floor(Math.random() * 1e9));
const kills = 10;
const sessions = 24;
const plan = { seed, sessions, diesAgain: (deaths: number) => deaths < kills };

describe(`a server killed ${kills} times at load (seed ${seed})`, () => {
  const folder = temporaryFolder("crash");
  afterAll(() => removeFolder(folder));
  testsOfSurvival(async () => ({
    ...plan,
    server: await mortalServer(folder, sessions),
    open: ({ server }) => openDatabase({ folder: `${server.stateFolder}/database` }),
  }));
});

describe.skipIf(isMissing(findPostgres()))(
  `a server on PostgreSQL killed ${kills} times at load (seed ${seed})`,
  () => {
    const folder = temporaryFolder("crash");
    let postgres: TestPostgres | undefined;
    afterAll(async () => {
      await postgres?.remove();
      removeFolder(folder);
    });
    testsOfSurvival(async () => {
      postgres = await runPostgres();
      const { url } = postgres;
      const server = await mortalServer(folder, sessions, { DATABASE_URL: url });
      return { ...plan, server, open: async () => openServerDatabase({ url }) };
    });
  },
);
