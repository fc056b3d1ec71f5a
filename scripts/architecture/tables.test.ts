import { expect, test } from "vitest";
import { checkTables } from "./tables.ts";
import { planted } from "./testing.ts";

const module = "apps/server/src/modules";
const schema = {
  "apps/server/migrations/1_agents.sql":
    "create table agents (id uuid);\ncreate table agents_turns (id uuid);",
  "apps/server/migrations/2_projects.sql": "create table if not exists projects (id uuid);",
};
const check = (texts: Record<string, string>) => {
  const { repository, files } = planted({ ...schema, ...texts });
  return checkTables(repository, files);
};

test("a module's SQL may name its own tables", () => {
  const text = 'db.selectFrom("agents as a").innerJoin("agents_turns", "x", "y"); sql`select * from agents`;';
  expect(check({ [`${module}/agents/agents.repository.ts`]: text })).toEqual([]);
});

test.each([
  'db.selectFrom("agents")',
  'db.selectFrom(["projects", "agents as a"])',
  'tx.insertInto("agents")',
  'tx.updateTable("agents")',
  'tx.deleteFrom("agents")',
  'db.selectFrom("projects").innerJoin("agents as a", "x", "y")',
  'db.selectFrom("projects").leftJoin("agents", (join) => join)',
  "sql`select * from projects join agents on true`",
  '"insert into agents (id) values ($1)"',
  "`update agents set id = 1`",
  '"delete from only agents"',
])("a table of another module is reported in %s", (text) => {
  expect(check({ [`${module}/projects/projects.repository.ts`]: `\n${text};` })).toMatchObject([
    {
      rule: "tables-of-ones-own",
      file: `${module}/projects/projects.repository.ts:2`,
      message: 'table "agents" belongs to agents',
    },
  ]);
});

test("a read model and a test may read tables of others, and prose is no SQL", () => {
  const text = 'db.selectFrom("agents")';
  expect(
    check({
      [`${module}/attention/queue.read-model.ts`]: text,
      [`${module}/attention/queue.db.test.ts`]: text,
      [`${module}/attention/words.ts`]: '"heard from agents"',
    }),
  ).toEqual([]);
});

test("a table without an owner is reported", () => {
  expect(check({ "apps/server/migrations/3_other.sql": "create table orphans (id uuid);" })).toMatchObject([
    { rule: "tables-have-owners", file: "apps/server/migrations/3_other.sql" },
  ]);
});
