import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { systemClock } from "../../../kernel/clock.ts";
import { newId } from "../../../kernel/ids.ts";
import { type TestDatabase, testDatabase } from "../../../platform/database/testing.ts";
import { createJobQueue } from "../../../platform/jobs/job-queue.ts";
import { insertChannel } from "../channels/channels.repository.ts";
import { deliverJob, usualRetry } from "../job-definitions.ts";
import { addNotice, settleNotices } from "./notices.repository.ts";
import { createNotices } from "./notices.service.ts";

let db: TestDatabase;
beforeAll(async () => {
  db = await testDatabase();
});
afterAll(() => db.close());

/** Notices of several agents, and a channel that wants them. */
const noted = async (count: number): Promise<string[]> => {
  const { id: userId } = await db.read.selectFrom("auth_users").select("id").executeTakeFirstOrThrow();
  const ids = Array.from({ length: count }, () => newId());
  await db.transaction(async (tx) => {
    await insertChannel(tx, {
      ...{
        id: newId(),
        user_id: userId,
        kind: "desktop",
        name: "Laptop",
        target: "",
        enabled: true,
        off_reason: null,
        endpoint_digest: null,
      },
      ...{ sealed_settings: "sealed", device_id: randomUUID(), sign_in_id: null, with_content: true },
      created_at: new Date(),
    });
    for (const id of ids)
      await addNotice(tx, {
        ...{ id, cause: `test:${id}`, reason: "finished", agentId: newId(), projectId: null },
        ...{ questionId: null, remindsUserId: null, held: false, at: new Date(), correlationId: newId() },
      });
  });
  return ids;
};

test("what another node decided on in part is decided on in whole, and nothing of it twice", async () => {
  const ids = await noted(3);
  const elsewhere = ids.slice(0, 1);
  const notices = createNotices({
    ...{ db, clock: systemClock, deliver: deliverJob(usualRetry) },
    queue: { ...createJobQueue(), enqueue: async () => newId() },
    agents: {
      agentsBy: async () => [],
      silentBetween: async () => [],
      async questionsBy() {
        await db.transaction((tx) => settleNotices(tx, elsewhere, new Date()));
        return [];
      },
    },
  });
  await expect(notices.decideAll()).rejects.toThrow("Another node");
  expect(await notices.decideAll()).toEqual({ decided: 2 });
  const told = await db.read.selectFrom("notifications_deliveries").select("notice_id").execute();
  expect(told.map(({ notice_id }) => notice_id).sort()).toEqual(ids.slice(1).sort());
});
