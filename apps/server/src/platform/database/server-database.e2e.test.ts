import { isMissing } from "@signalbox/testkit/machine";
import { findPostgres, runPostgres, type TestPostgres } from "@signalbox/testkit/postgres";
import { sql } from "kysely";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { systemClock } from "../../kernel/clock.ts";
import type { OpenDatabase } from "./database.ts";
import { databaseHealth } from "./database-health.ts";
import { assertUsable, openServerDatabase } from "./server-database.ts";

const numberOf = async (db: OpenDatabase) =>
  (await sql<{ n: number }>`select n from counter`.execute(db.read)).rows[0]?.n;
const countUp = (db: OpenDatabase) =>
  db.write({ name: "up", text: "update counter set n = n + 1", values: [] });

describe.skipIf(isMissing(findPostgres()))("a database on a PostgreSQL server", () => {
  let server: TestPostgres;
  let db: OpenDatabase;
  beforeAll(async () => {
    server = await runPostgres();
  });
  beforeEach(async () => {
    db = openServerDatabase({ url: server.url, connections: 3 });
    await db.pool.query("drop table if exists counter; create table counter as select 0 as n");
  });
  // A test that failed half-way must not take the others with it.
  afterEach(async () => {
    await db.close();
    if (server.pid() === undefined) await server.start();
  });
  afterAll(() => server.remove());

  test("who asks while it restarts waits, and is answered", async () => {
    await server.stop();
    const waiting = [numberOf(db), countUp(db), db.transaction((tx) => sql`select 1`.execute(tx))];
    await server.start();
    await Promise.all(waiting);
    expect(await numberOf(db)).toBe(1);
    expect(db.state()).toBe("ready");
  });

  test("what a person reads at will can't write, and is stopped when it takes too long", async () => {
    const slow = db.readWithin(50, (reading) => sql`select pg_sleep(30)`.execute(reading));
    await expect(slow).rejects.toMatchObject({ code: "57014" });
    const writing = db.readWithin(5_000, (reading) => sql`update counter set n = 9`.execute(reading));
    await expect(writing).rejects.toThrow();
    expect(await numberOf(db)).toBe(0);
  });

  test("what was asked when it was killed fails as an outage, and the next goes through", async () => {
    const begun = Promise.withResolvers<void>();
    const goOn = Promise.withResolvers<void>();
    const writing = db.transaction(async (tx) => {
      await sql`update counter set n = 7`.execute(tx);
      begun.resolve();
      await goOn.promise;
      await sql`update counter set n = 8`.execute(tx);
    });
    await begun.promise;
    await server.kill9();
    goOn.resolve();
    await expect(writing).rejects.toMatchObject({ kind: "unavailable", code: "database.connection_lost" });
    await server.start();
    expect(await numberOf(db)).toBe(0);
  });

  test("after longer than anybody waits, callers are told, and the state says so until it is back", async () => {
    const hasty = openServerDatabase({ url: server.url, patienceMs: 200 });
    await numberOf(hasty);
    await server.stop();
    await expect(countUp(hasty)).rejects.toMatchObject({ code: "database.connection_lost" });
    expect(hasty.state()).toBe("recovering");
    await server.start();
    await countUp(hasty);
    expect(hasty.state()).toBe("ready");
    await hasty.close();
  });

  test("a standby is waited for until it is promoted", async () => {
    await server.stop();
    await server.startAsStandby();
    const writing = countUp(db);
    const direct = openServerDatabase({ url: server.url, patienceMs: 100 });
    await expect(numberOf(direct)).rejects.toMatchObject({ code: "database.server_read_only" });
    await direct.close();
    await server.promote();
    await writing;
    expect(await numberOf(db)).toBe(1);
  });

  test("a database that was set to be read only is told as that, by whoever writes and by its health", async () => {
    await db.pool.query("alter role current_user set default_transaction_read_only = on");
    const reading = openServerDatabase({ url: server.url });
    await expect(countUp(reading)).rejects.toMatchObject({ code: "database.server_read_only" });
    expect(await databaseHealth(reading, systemClock, false).check()).toMatchObject({ status: "failing" });
    await reading.close();
    await db.pool.query("alter role current_user reset default_transaction_read_only");
    expect(await databaseHealth(db, systemClock, false).check()).toMatchObject({ status: "ok" });
  });

  test("a start waits for it, and says why it can't be used", async () => {
    await assertUsable(db.pool, server.url);
    const nowhere = openServerDatabase({ url: "postgres://box:secret@127.0.0.1:1/box", patienceMs: 0 });
    const missing = await assertUsable(nowhere.pool, "postgres://box:secret@127.0.0.1:1/box", 0).catch(
      String,
    );
    expect(missing).toMatch(/PostgreSQL at 127\.0\.0\.1:1\/box can't be reached: .*ECONNREFUSED/);
    expect(missing).not.toContain("secret");
    const url = server.url.replace(/\/postgres$/, "/not-there");
    const refusing = openServerDatabase({ url });
    await expect(assertUsable(refusing.pool, url)).rejects.toThrow(
      /refuses: database "not-there" does not exist/,
    );
    await Promise.all([nowhere.close(), refusing.close()]);
  });
});
