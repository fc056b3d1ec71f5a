import { fixedClock } from "@signalbox/testkit/fixed-clock";
import { expect, test } from "vitest";
import { testDatabase } from "../../platform/database/testing.ts";
import { aNodeWith } from "../../platform/nodes/testing.ts";
import { insertTicket } from "./gate/tickets.repository.ts";
import { keepHouse } from "./housekeeping.ts";
import { countAttempt } from "./sign-ins/attempts.repository.ts";

test("tickets that expired and guesses that count no more are taken away, and nothing else", async () => {
  const db = await testDatabase();
  const clock = fixedClock();
  const at = (hours: number) => new Date(clock.now().getTime() + hours * 3_600_000);
  const bearer = { kind: "sign_in", id: "01a00000-0000-7000-8000-000000000000" } as const;
  for (const [secretHash, hours] of [
    ["old", -1],
    ["good", 1],
  ] as const)
    await insertTicket(db, { secretHash, kind: "ticket", bearer, expiresAt: at(hours) });
  await countAttempt(db, { names: ["old"], now: at(-2), since: at(-3) });
  await countAttempt(db, { names: ["new"], now: at(0), since: at(-1) });

  const node = await aNodeWith([keepHouse({ db, clock, everyMs: 5 })], { db });
  const left = async () => ({
    tickets: (await db.read.selectFrom("auth_tickets").select("secret_hash").execute()).map(
      (row) => row.secret_hash,
    ),
    attempts: (await db.read.selectFrom("auth_attempts").select("target").execute()).map(
      ({ target }) => target,
    ),
  });
  await expect.poll(left).toEqual({ tickets: ["good"], attempts: ["new"] });
  expect(node.status()).toMatchObject([{ name: "sign-in housekeeping", state: "running", failures: 0 }]);
  await node.stop();
  await db.close();
});
