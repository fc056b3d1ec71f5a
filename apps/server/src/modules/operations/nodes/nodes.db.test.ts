import { listNodes } from "@signalbox/contract/nodes";
import { expect, test } from "vitest";
import { newId } from "../../../kernel/ids.ts";
import { testDatabase } from "../../../platform/database/testing.ts";
import { aBox } from "../testing.ts";

test("an operator ends a connection, whichever node holds it, and finds the nodes that beat", async () => {
  const db = await testDatabase();
  const box = await aBox(db);
  const ended = Promise.withResolvers<void>();
  box.connections.opened({ kind: "socket", caller: { name: "A browser" }, end: ended.resolve });
  const [connection] = box.connections.list();
  expect(connection).toMatchObject({ who: "A browser", sent: 0, follows: [] });
  expect((await box.ask(`/api/connections/${connection?.id}`, "DELETE")).status).toBe(202);
  await ended.promise;
  expect(box.audited).toEqual([expect.objectContaining({ action: "connection.dismissed" })]);

  await db.pool.query(
    `insert into nodes (id, name, role, host_name, pid, version, due_at, report)
     values ($1, 'worker', 'worker', 'here', 7, '1.0.0', now() + interval '1 hour', '{"loops": "of another version"}')`,
    [newId()],
  );
  const { items } = await box.read("/api/nodes", listNodes.replies[200]);
  expect(items).toEqual([
    expect.objectContaining({ name: "worker", alive: true, answers: false, loops: [] }),
  ]);
  await box.stop();
  await db.close();
});
