import { newId } from "../../kernel/ids.ts";

export type Row = Record<string, unknown>;
export const early = "2026-11-21T09:00:00Z";
export const late = "2026-11-21T10:00:00Z";

export const ids = {
  user: newId(),
  host: newId(),
  project: newId(),
  agent: newId(),
  command: newId(),
  turn: newId(),
  question: newId(),
  channel: newId(),
  node: newId(),
  persona: newId(),
};

let position = 0;
const nextPosition = (): number => {
  position += 1;
  return position;
};

/** People for tables that have one row of each. */
export const people = Array.from({ length: 12 }, newId);
let person = 0;
const nextUser = (): string | undefined => people[person++];

/** A channel has one word of each. */
const reasons = ["permission", "plan", "question", "failed"];
let rule = 0;

/** A valid row of each table; a test changes what its sentence is about. */
export const valid: Record<string, () => Row> = {
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
  answers_ways: () => ({
    ...{ question_id: newId(), node_id: ids.node, way: "keys", can_remember: false, takes_words: false },
    ...{ sealing_key: "key", at: early },
  }),
  organisation_personas: () => ({
    ...{ id: newId(), slug: newId(), name: "Ada", role: "reviewer", description: "", skill: "" },
    ...{ status: "active", created_at: early, updated_at: early },
  }),
  launches_restarts: () => ({
    ...{ id: newId(), host_id: ids.host, agent_id: ids.agent, idempotency_key: newId(), force: false },
    ...{ state: "done", pid: 1, birth: "1", actor: "sign_in:1", actor_name: "Ada" },
    ...{ correlation_id: newId(), at: early, ended_at: late },
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
  auth_answer_grants: () => ({
    id: newId(),
    name: "a terminal",
    code: "ABCDEF",
    secret_hash: newId(),
    prefix: "sb",
    state: "asked",
    asked_at: early,
    expires_at: late,
  }),
  launches: () => ({
    id: newId(),
    host_id: ids.host,
    backend: "claude",
    idempotency_key: newId(),
    state: "starting",
    step: "preparing",
    cwd: "/w",
    args: "[]",
    socket: "/s",
    session: newId(),
    actor: "system",
    actor_name: "system",
    correlation_id: newId(),
    at: early,
  }),
  notifications_preferences: () => ({
    user_id: nextUser(),
    time_zone: "UTC",
    digest_above: 5,
    updated_at: early,
  }),
  notifications_channels: () => ({
    id: newId(),
    user_id: ids.user,
    kind: "ntfy",
    name: "phone",
    target: "ntfy.example",
    sealed_settings: "s",
    with_content: false,
    enabled: true,
    created_at: early,
  }),
  notifications_rules: () => ({
    id: newId(),
    channel_id: ids.channel,
    project_id: null,
    reason: reasons[rule++],
    wanted: true,
  }),
  notifications_notices: () => ({
    id: newId(),
    cause: newId(),
    reason: "permission",
    agent_id: ids.agent,
    at: early,
    correlation_id: newId(),
  }),
  notifications_deliveries: () => ({
    id: newId(),
    user_id: ids.user,
    channel_kind: "ntfy",
    channel_name: "phone",
    kind: "notice",
    state: "waiting",
    created_at: early,
    due_at: early,
  }),
};
