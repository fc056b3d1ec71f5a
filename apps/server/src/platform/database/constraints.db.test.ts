import { afterAll, beforeAll, expect, test } from "vitest";
import { ids, people, type Row, valid } from "./rows.testing.ts";
import { readSchema } from "./schema.ts";
import { type TestDatabase, testDatabase } from "./testing.ts";
import { violations } from "./violations.testing.ts";

let db: TestDatabase;
beforeAll(async () => {
  db = await testDatabase();
});
afterAll(() => db.close());

async function insert(table: string, change: Row = {}): Promise<Row> {
  const row: Row = { ...valid[table]?.(), ...change };
  const names = Object.keys(row);
  const places = names.map((_, index) => `$${index + 1}`);
  await db.pool.query(`insert into ${table} (${names}) values (${places})`, Object.values(row));
  return row;
}
const find = async (table: string, id: unknown): Promise<Row | undefined> =>
  (await db.pool.query(`select * from ${table} where id = $1`, [id])).rows[0];

beforeAll(async () => {
  await insert("auth_users", { id: ids.user });
  for (const id of people) await insert("auth_users", { id });
  await insert("notifications_channels", { id: ids.channel });
  await insert("projects_hosts", { id: ids.host });
  await insert("accounts", { id: ids.account });
  await insert("projects", { id: ids.project });
  await insert("agents", { id: ids.agent });
  await insert("agents_commands", { id: ids.command });
  await insert("agents_turns", { id: ids.turn });
  await insert("agents_questions", { id: ids.question });
  await insert("nodes", { id: ids.node });
  await insert("organisation_personas", { id: ids.persona });
  await insert("workspaces_repositories", { id: ids.repository });
  await insert("bots", { id: ids.bot });
  await insert("triggers_sources", { id: ids.source });
  await insert("executions", { id: ids.execution });
  await insert("subscribers", { id: ids.subscriber });
  await insert("events_reactions", { name: "known" });
});

/** Of which there is one row at most. */
const ofOneRow = new Set(["github_connections"]);

test.each(violations)("%s: a row against %s is refused", async (table, constraint, change) => {
  if (ofOneRow.has(table)) await db.pool.query(`delete from ${table}`);
  await insert(table);
  await expect(insert(table, change)).rejects.toMatchObject({ code: "23514", constraint });
});

test("each check of the schema has its case above", async () => {
  const { constraints } = await readSchema(db.pool);
  const checks = constraints
    .filter(({ definition }) => definition.startsWith("CHECK"))
    .map(({ name }) => name);
  expect(violations.map(([, constraint]) => constraint).sort()).toEqual(checks.sort());
});

test("a session is one agent per host, backend and parent, children of none included", async () => {
  const { session_id } = await insert("agents");
  await expect(insert("agents", { session_id })).rejects.toMatchObject({ code: "23505" });
  await insert("agents", { session_id, parent_id: ids.agent });
  await insert("agents", { session_id, backend: "codex" });
});

test("a turn and a signal are stored once per agent and identity", async () => {
  const { identity } = await insert("agents_turns");
  await expect(insert("agents_turns", { identity })).rejects.toMatchObject({ code: "23505" });
  await insert("agents_signals", { identity });
  await expect(insert("agents_signals", { identity })).rejects.toMatchObject({ code: "23505" });
});

test("a deleted project is forgotten by its agents and events", async () => {
  const { id } = await insert("projects");
  const agent = await insert("agents", { project_id: id });
  const event = await insert("events", { project_id: id });
  await db.pool.query("delete from projects where id = $1", [id]);
  expect(await find("agents", agent.id)).toMatchObject({ project_id: null });
  expect(await find("events", event.id)).toMatchObject({ project_id: null, agent_id: ids.agent });
});

test("a deleted agent takes what it owns and its children; its events and successors forget it", async () => {
  const { id } = await insert("agents");
  const child = await insert("agents", { parent_id: id });
  const successor = await insert("agents", { previous_agent_id: id });
  const event = await insert("events", { agent_id: id });
  const owned: [string, Row][] = [];
  for (const table of [
    "agents_processes",
    "agents_commands",
    "agents_turns",
    "agents_questions",
    "agents_signals",
    "agents_transcripts",
    "agents_usage",
    "agents_images",
    "answers_given",
    "answers_texts",
  ])
    owned.push([table, await insert(table, { agent_id: id })]);
  await db.pool.query("delete from agents where id = $1", [id]);
  for (const [table, row] of owned) expect(await find(table, row.id)).toBeUndefined();
  expect(await find("agents", child.id)).toBeUndefined();
  expect(await find("agents", successor.id)).toMatchObject({ previous_agent_id: null });
  expect(await find("events", event.id)).toMatchObject({
    agent_id: null,
    command_id: null,
    turn_id: null,
    project_id: ids.project,
    subject_id: ids.agent,
  });
});

test("a deleted command or turn is forgotten by what came of it", async () => {
  const command = await insert("agents_commands");
  const turn = await insert("agents_turns", { command_id: command.id });
  const question = await insert("agents_questions", { command_id: command.id, turn_id: turn.id });
  await db.pool.query("delete from agents_commands where id = $1", [command.id]);
  expect(await find("agents_turns", turn.id)).toMatchObject({ command_id: null });
  expect(await find("agents_questions", question.id)).toMatchObject({ command_id: null, turn_id: turn.id });
  await db.pool.query("delete from agents_turns where id = $1", [turn.id]);
  expect(await find("agents_questions", question.id)).toMatchObject({ turn_id: null });
});

test("a deleted host takes its projects and agents", async () => {
  const host = await insert("projects_hosts");
  const project = await insert("projects", { host_id: host.id });
  const agent = await insert("agents", { host_id: host.id, project_id: project.id });
  await db.pool.query("delete from projects_hosts where id = $1", [host.id]);
  expect(await find("projects", project.id)).toBeUndefined();
  expect(await find("agents", agent.id)).toBeUndefined();
});

test("an execution outlives its host and its project, and takes its log with it", async () => {
  const host = await insert("projects_hosts");
  const project = await insert("projects", { host_id: host.id });
  const { id } = await insert("executions", {
    ...{ host_id: host.id, wanted_host_id: host.id, project_id: project.id },
  });
  await insert("executions_log", { execution_id: id });
  await db.pool.query("delete from projects_hosts where id = $1", [host.id]);
  expect(await find("executions", id)).toMatchObject({
    ...{ host_id: null, wanted_host_id: null, project_id: null },
  });
  await db.pool.query("delete from executions where id = $1", [id]);
  const { rows } = await db.pool.query("select from executions_log where execution_id = $1", [id]);
  expect(rows).toEqual([]);
});

test("a bot takes its versions with it, and stays while executions tell of it", async () => {
  const { id } = await insert("bots");
  await insert("bots_versions", { bot_id: id });
  const execution = await insert("executions", { bot_id: id });
  await expect(db.pool.query("delete from bots where id = $1", [id])).rejects.toMatchObject({
    code: "23503",
  });
  await db.pool.query("delete from executions where id = $1", [execution.id]);
  await db.pool.query("delete from bots where id = $1", [id]);
  const { rows } = await db.pool.query("select from bots_versions where bot_id = $1", [id]);
  expect(rows).toEqual([]);
});

test("one account has the machine, and a deleted account takes what let it in", async () => {
  const machine = insert("auth_users", { has_machine: true, role: "admin" });
  await expect(machine).rejects.toMatchObject({ code: "23505" });
  const { id } = await insert("auth_users");
  const key = await insert("auth_api_keys", { user_id: id });
  const signIn = await insert("auth_sign_ins", { user_id: id });
  await db.pool.query("delete from auth_users where id = $1", [id]);
  expect(await find("auth_api_keys", key.id)).toBeUndefined();
  expect(await find("auth_sign_ins", signIn.id)).toBeUndefined();
});

test("a deleted reaction takes its dead letters", async () => {
  const reaction = await insert("events_reactions");
  const letter = await insert("events_dead_letters", { reaction: reaction.name });
  const again = insert("events_dead_letters", { reaction: reaction.name, position: letter.position });
  await expect(again).rejects.toMatchObject({ code: "23505" });
  await db.pool.query("delete from events_reactions where name = $1", [reaction.name]);
  expect(await find("events_dead_letters", letter.id)).toBeUndefined();
});
