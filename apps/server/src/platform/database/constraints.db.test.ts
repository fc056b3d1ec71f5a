import { afterAll, beforeAll, expect, test } from "vitest";
import { newId } from "../../kernel/ids.ts";
import { readSchema } from "./schema.ts";
import { type TestDatabase, testDatabase } from "./testing.ts";

let db: TestDatabase;
beforeAll(async () => {
  db = await testDatabase();
});
afterAll(() => db.close());

type Row = Record<string, unknown>;
const early = "2026-11-21T09:00:00Z";
const late = "2026-11-21T10:00:00Z";

const ids = {
  user: newId(),
  host: newId(),
  project: newId(),
  agent: newId(),
  command: newId(),
  turn: newId(),
  question: newId(),
};

let position = 0;
const nextPosition = (): number => {
  position += 1;
  return position;
};

/** A valid row of each table; a test changes what its sentence is about. */
const valid: Record<string, () => Row> = {
  events: () => ({
    position: nextPosition(),
    id: newId(),
    type: "agent.started",
    version: 1,
    at: early,
    actor: "system",
    subject_kind: "agent",
    subject_id: ids.agent,
    project_id: ids.project,
    agent_id: ids.agent,
    command_id: ids.command,
    turn_id: ids.turn,
    correlation_id: newId(),
    data: "{}",
  }),
  events_reactions: () => ({ name: newId(), position: 0, updated_at: early }),
  events_dead_letters: () => ({
    id: newId(),
    reaction: "known",
    position: nextPosition(),
    attempts: 1,
    error: "e",
    parked_at: early,
  }),
  hooks_health: () => ({ backend: newId(), verdict: "heard", state: "installed", checked_at: early }),
  jobs_runs: () => ({ job_id: newId(), updated_at: early }),
  nodes: () => ({
    id: newId(),
    name: "server",
    role: "all",
    host_name: "box",
    pid: 1,
    version: "1.2.3",
    due_at: late,
  }),
  auth_users: () => ({ id: newId(), login: newId(), name: "Ada", role: "viewer", created_at: early }),
  auth_tickets: () => ({
    secret_hash: newId(),
    kind: "ticket",
    caller_kind: "sign_in",
    caller_id: newId(),
    expires_at: late,
  }),
  auth_sign_in_links: () => ({
    user_id: ids.user,
    secret_hash: newId(),
    created_at: early,
    expires_at: late,
  }),
  auth_sign_ins: () => ({
    id: newId(),
    user_id: ids.user,
    name: "laptop",
    cookie_hash: newId(),
    secret_hash: newId(),
    created_at: early,
    last_seen_at: early,
    expires_at: late,
  }),
  auth_api_keys: () => ({
    id: newId(),
    user_id: ids.user,
    name: "hook",
    prefix: "sb",
    secret_hash: newId(),
    scopes: ["read"],
    created_at: early,
  }),
  projects_hosts: () => ({
    id: newId(),
    key: newId(),
    name: "h",
    platform: "linux",
    created_at: early,
    last_seen_at: early,
  }),
  projects: () => ({
    id: newId(),
    host_id: ids.host,
    name: "p",
    slug: newId(),
    path: `/${newId()}`,
    created_at: early,
  }),
  agents: () => ({
    id: newId(),
    host_id: ids.host,
    backend: "claude",
    session_id: newId(),
    state: "idle",
    state_since: early,
    evidence: "{}",
    started_at: early,
    last_seen_at: early,
    tracking: "{}",
  }),
  agents_processes: () => ({ id: newId(), agent_id: ids.agent, started_at: early }),
  agents_commands: () => ({ id: newId(), agent_id: ids.agent, state: "commanded", started_at: early }),
  agents_images: () => ({
    id: newId(),
    agent_id: ids.agent,
    hash: newId(),
    things: [],
    bytes: 1,
    at: early,
  }),
  agents_turns: () => ({
    id: newId(),
    agent_id: ids.agent,
    command_id: ids.command,
    actor: "user",
    intent: "command",
    rule: "r",
    text: "t",
    identity: newId(),
    at: early,
  }),
  agents_questions: () => ({
    id: newId(),
    agent_id: ids.agent,
    command_id: ids.command,
    turn_id: ids.turn,
    kind: "text",
    state: "open",
    text: "?",
    at: early,
  }),
  answers_given: () => ({
    ...{ id: newId(), question_id: ids.question, agent_id: ids.agent, question_version: 1 },
    ...{ idempotency_key: newId(), content: '{"kind":"allow"}', way: "held_hook", state: "given" },
    ...{ actor: "sign_in:1", actor_name: "Ada", at: early },
  }),
  answers_texts: () => ({
    ...{ id: newId(), agent_id: ids.agent, idempotency_key: newId(), text: "Go on", interrupt: false },
    ...{ state: "queued", place: 1, actor: "sign_in:1", actor_name: "Ada", at: early },
  }),
  attention_hours: () => {
    position += 1;
    return { hour: new Date(position * 3_600_000), completed: 2, done: 1 };
  },
  agents_erased: () => ({
    host_id: ids.host,
    backend: "claude",
    session_id: newId(),
    child_id: "",
    erased_at: early,
    heard_at: early,
  }),
  agents_transcripts: () => ({
    id: newId(),
    agent_id: ids.agent,
    path: `/transcripts/${newId()}.jsonl`,
    read_to: 7,
    mark: "mark",
    reader: "{}",
    read_at: early,
  }),
  agents_usage: () => ({
    id: newId(),
    agent_id: ids.agent,
    command_id: ids.command,
    answer: newId(),
    ...{ input: 1, output: 2, cache_read: 3, cache_write: 4, at: early },
  }),
  agents_signals: () => ({
    id: newId(),
    agent_id: ids.agent,
    backend: "claude",
    identity: newId(),
    event: "Stop",
    received_at: early,
    applied_at: early,
    payload: "{}",
    correlation_id: newId(),
  }),
};

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
  await insert("projects_hosts", { id: ids.host });
  await insert("projects", { id: ids.project });
  await insert("agents", { id: ids.agent });
  await insert("agents_commands", { id: ids.command });
  await insert("agents_turns", { id: ids.turn });
  await insert("agents_questions", { id: ids.question });
  await insert("events_reactions", { name: "known" });
});

const violations: [table: string, constraint: string, change: Row][] = [
  ["events_reactions", "events_reactions_position_check", { position: -1 }],
  ["events", "events_traceparent_check", { traceparent: "0".repeat(56) }],
  ["projects", "projects_somewhere", { path: null }],
  ["projects", "projects_remote_whole", { remote: "https://example.org/a.git" }],
  ["projects", "projects_check", { id: ids.host, repository_id: ids.host }],
  ["hooks_health", "hooks_health_verdict_check", { verdict: "fine" }],
  ["jobs_runs", "jobs_runs_percent_check", { percent: 101 }],
  ["nodes", "nodes_role_check", { role: "chief" }],
  ["events_dead_letters", "events_dead_letters_attempts_check", { attempts: 0 }],
  ["events_dead_letters", "events_dead_letters_resolution_check", { resolution: "lost", resolved_at: late }],
  ["events_dead_letters", "events_dead_letters_check", { resolved_at: late }],
  ["auth_users", "auth_users_login_check", { login: "Ada" }],
  ["auth_users", "auth_users_role_check", { role: "owner" }],
  ["auth_users", "auth_users_check", { has_machine: true, role: "operator" }],
  ["auth_tickets", "auth_tickets_kind_check", { kind: "key" }],
  ["auth_tickets", "auth_tickets_caller_kind_check", { caller_kind: "user" }],
  ["auth_sign_in_links", "auth_sign_in_links_purpose_check", { purpose: "fun" }],
  ["auth_sign_ins", "auth_sign_ins_way_check", { way: "force" }],
  ["auth_sign_ins", "auth_sign_ins_check1", { way: "identity" }],
  ["auth_sign_in_links", "auth_sign_in_links_check", { expires_at: early }],
  ["auth_sign_ins", "auth_sign_ins_check", { expires_at: early }],
  ["auth_api_keys", "auth_api_keys_scopes_check", { scopes: [] }],
  ["agents", "agents_backend_check", { backend: "other" }],
  ["agents", "agents_state_check", { state: "busy" }],
  ["agents", "agents_queued_prompts_check", { queued_prompts: -1 }],
  ["agents", "agents_check", { ended_at: late }],
  ["agents", "agents_check1", { state: "processing", ended_at: late, end_reason: "exit" }],
  ["agents", "agents_context_tokens_check", { context_tokens: -1 }],
  ["agents", "agents_context_limit_check", { context_limit: 0 }],
  ["agents", "agents_reported_cost_check", { reported_cost: -1, reported_cost_at: early }],
  ["agents", "agents_reported_cost_whole", { reported_cost: 1 }],
  ["agents_usage", "agents_usage_input_check", { input: -1 }],
  ["agents_usage", "agents_usage_output_check", { output: -1 }],
  ["agents_usage", "agents_usage_cache_read_check", { cache_read: -1 }],
  ["agents_usage", "agents_usage_cache_write_check", { cache_write: -1 }],
  ["agents_usage", "agents_usage_cost_check", { cost: -1 }],
  ["agents_processes", "agents_processes_check", { started_at: late, ended_at: early }],
  ["agents_commands", "agents_commands_state_check", { state: "idle" }],
  [
    "agents_commands",
    "agents_commands_outcome_check",
    { state: "complete", outcome: "won", completed_at: late },
  ],
  ["agents_commands", "agents_commands_check", { state: "complete", completed_at: late }],
  ["agents_commands", "agents_commands_check1", { state: "complete", outcome: "done" }],
  [
    "agents_commands",
    "agents_commands_check2",
    { state: "complete", outcome: "done", started_at: late, completed_at: early },
  ],
  ["agents_turns", "agents_turns_actor_check", { actor: "robot" }],
  ["agents_turns", "agents_turns_intent_check", { intent: "chat" }],
  ["agents_turns", "agents_turns_confidence_check", { confidence: 1.5 }],
  ["agents_questions", "agents_questions_kind_check", { kind: "riddle" }],
  ["agents_questions", "agents_questions_state_check", { state: "lost", closed_at: late }],
  ["agents_questions", "agents_questions_check", { state: "answered" }],
  ["answers_given", "answers_given_way_check", { way: "pigeon" }],
  ["answers_given", "answers_given_state_check", { state: "lost", settled_at: late }],
  ["answers_given", "answers_given_check", { state: "delivered" }],
  ["answers_texts", "answers_texts_state_check", { state: "lost" }],
  ["answers_texts", "answers_texts_check", { state: "sent" }],
  ["answers_texts", "answers_texts_check1", { state: "sending" }],
  ["attention_hours", "attention_hours_check", { completed: 1, done: 2 }],
  ["agents_signals", "agents_signals_check", { applied_at: null }],
  ["agents_signals", "agents_signals_source_check", { source: "rumour" }],
  ["agents_images", "agents_images_media_type_check", { media_type: "image/svg+xml" }],
  ["agents_transcripts", "agents_transcripts_read_to_check", { read_to: -1 }],
];

test.each(violations)("%s: a row against %s is refused", async (table, constraint, change) => {
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
