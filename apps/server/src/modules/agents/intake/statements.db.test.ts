import { afterAll, beforeAll, expect, test } from "vitest";
import { newId } from "../../../kernel/ids.ts";
import { type TestDatabase, testDatabase } from "../../../platform/database/testing.ts";
import { update } from "./statements.ts";

let db: TestDatabase;
beforeAll(async () => {
  db = await testDatabase();
});
afterAll(() => db.close());

test.each(["agents_processes", "agents_commands", "agents_turns", "agents_questions"] as const)(
  "a changed row of %s is found by its id, whenever the plan was made",
  async (table) => {
    const [statement] = update(table, new Map([[newId(), {}]]));
    const { rows } = await db.pool.query<Record<string, string>>(`explain (generic_plan) ${statement?.text}`);
    const plan = rows.flatMap(Object.values).join("\n");
    expect(plan).toContain(`Index Scan using ${table}_pkey`);
    expect(plan).not.toContain("Seq Scan");
  },
);
