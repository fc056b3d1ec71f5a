import { afterAll, beforeAll, expect, test } from "vitest";
import { newId } from "../../../kernel/ids.ts";
import { type TestDatabase, testDatabase } from "../../../platform/database/testing.ts";
import { writeAtOnce } from "./statements.ts";

let db: TestDatabase;
beforeAll(async () => {
  db = await testDatabase();
});
afterAll(() => db.close());

// A server gathers statistics and plans anew; the embedded engine, which this is about, keeps the first plan.
test("a changed row is found by its id, though the plan was made while the table was empty", async () => {
  const change = [{ id: newId() }];
  const [statement] = writeAtOnce(
    {
      update_agents_processes: change,
      update_agents_commands: change,
      update_agents_turns: change,
      update_agents_questions: change,
    },
    () => [],
  );
  const { rows } = await db.pool.query<Record<string, string>>(`explain (generic_plan) ${statement?.text}`);
  const plan = rows.flatMap(Object.values).join("\n");
  for (const table of ["processes", "commands", "turns", "questions"])
    expect(plan).toMatch(new RegExp(`Scan (?:on|using) agents_${table}_pkey.*\\n *Index Cond: \\(id = ANY `));
  expect(plan.match(/Index Cond/g)).toHaveLength(4);
  expect(plan).not.toContain("Seq Scan");
});

test("so is the agent that a batch goes on with", async () => {
  const [statement] = writeAtOnce({ upsert_agents: [{ id: newId() }] }, () => []);
  const { rows } = await db.pool.query<Record<string, string>>(`explain (generic_plan) ${statement?.text}`);
  const plan = rows.flatMap(Object.values).join("\n");
  expect(plan).toMatch(/Scan (?:on|using) agents_pkey.*\n *Index Cond: \(id = ANY /);
});
