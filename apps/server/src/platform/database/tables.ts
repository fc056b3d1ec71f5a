/** Written by `node scripts/write-schema.ts` from the migrated schema; not edited by hand. */
import type { ColumnType, Generated } from "kysely";

/** A 64-bit number; exact only as text. */
type Bigint<Missing = never> = ColumnType<
  string,
  string | number | bigint | Missing,
  string | number | bigint
>;
/** Written as text of JSON: the driver would make an array of PostgreSQL out of one of JavaScript. */
type Json<Missing = never> = ColumnType<unknown, string | Missing, string>;

export interface Accounts {
  id: string;
  backend: "claude" | "codex" | "gemini" | "opencode" | "goose" | "program";
  name: string;
  kind: "key" | "token" | "folder" | "machine";
  host_id: string | null;
  folder: string | null;
  variable: string | null;
  sealed_secret: string | null;
  hint: string | null;
  is_default: Generated<boolean>;
  enabled: Generated<boolean>;
  limited_until: Date | null;
  limit_reason: string | null;
  limits_in_row: Generated<number>;
  fault: "authentication" | "billing" | null;
  fault_at: Date | null;
  last_used_at: Date | null;
  created_at: Date;
  created_by: string;
  updated_at: Date;
  updated_by: string;
  program_id: string | null;
}

export interface AccountsBreakers {
  backend: "claude" | "codex" | "gemini" | "opencode" | "goose";
  host_id: string;
  faults: number;
  next_try_at: Date | null;
}

export interface AccountsWindows {
  account_id: string;
  name: string;
  used_percent: number | null;
  is_met: boolean;
  resets_at: Date | null;
  told_at: Date;
}

export interface AdminSavedViews {
  id: string;
  owner: string;
  shared: boolean;
  table_name: string;
  name: string;
  settings: Json;
  created_at: Date;
  updated_at: Date;
}

export interface Agents {
  id: string;
  host_id: string;
  project_id: string | null;
  parent_id: string | null;
  previous_agent_id: string | null;
  backend: "claude" | "codex" | "gemini" | "opencode" | "goose";
  session_id: string;
  agent_type: string | null;
  state: "idle" | "commanded" | "processing" | "awaiting_input" | "complete";
  state_since: Date;
  evidence: Json;
  title: string | null;
  cwd: string | null;
  branch: string | null;
  model: string | null;
  transcript_path: string | null;
  started_at: Date;
  last_seen_at: Date;
  ended_at: Date | null;
  end_reason: string | null;
  error_class: string | null;
  queued_prompts: Generated<number>;
  tracking: Json;
  revision: Generated<number>;
  resets_at: Date | null;
  context_tokens: Bigint | null;
  context_limit: Bigint | null;
  reported_cost: Bigint | null;
  reported_cost_at: Date | null;
  archived_at: Date | null;
  forked_from: string | null;
  persona_id: string | null;
}

export interface AgentsCommands {
  id: string;
  agent_id: string;
  state: "commanded" | "processing" | "awaiting_input" | "complete";
  outcome: "done" | "failed" | "interrupted" | "superseded" | "session_ended" | "lost" | null;
  error_class: string | null;
  error_text: string | null;
  resets_at: Date | null;
  prompt_id: string | null;
  instruction: string | null;
  full_text: string | null;
  completion_summary: string | null;
  started_at: Date;
  completed_at: Date | null;
}

export interface AgentsErased {
  host_id: string;
  backend: string;
  session_id: string;
  child_id: Generated<string>;
  erased_at: Date;
  heard_at: Date;
}

export interface AgentsImages {
  id: string;
  agent_id: string;
  hash: string;
  things: string[];
  media_type: "image/png" | "image/jpeg" | "image/gif" | "image/webp" | null;
  bytes: number;
  data: Buffer | null;
  at: Date;
}

export interface AgentsProcesses {
  id: string;
  agent_id: string;
  pid: number | null;
  pane: string | null;
  entry: string | null;
  started_at: Date;
  ended_at: Date | null;
  birth: string | null;
}

export interface AgentsQuestions {
  id: string;
  agent_id: string;
  command_id: string | null;
  turn_id: string | null;
  kind: "text" | "options" | "plan" | "permission";
  state: "open" | "answering" | "answered" | "answered_elsewhere" | "expired" | "failed";
  version: Generated<number>;
  tool: string | null;
  text: string;
  input: Json | null;
  parts: Json<undefined>;
  plan: string | null;
  terminal_only: Generated<boolean>;
  at: Date;
  closed_at: Date | null;
  answer_id: string | null;
  call_turn_id: string | null;
}

export interface AgentsSignals {
  id: string;
  agent_id: string | null;
  backend: string;
  identity: string;
  event: string;
  received_at: Date;
  applied_at: Date | null;
  error: string | null;
  payload: Json;
  correlation_id: string;
  source: Generated<"hook" | "transcript" | "terminal" | "process" | "answer" | "protocol">;
}

export interface AgentsTranscripts {
  id: string;
  agent_id: string;
  path: string;
  read_to: Bigint;
  mark: string;
  reader: Json;
  problem: string | null;
  read_at: Date;
}

export interface AgentsTurns {
  id: string;
  agent_id: string;
  command_id: string | null;
  actor: "user" | "agent" | "system";
  intent: "command" | "answer" | "question" | "completion" | "progress";
  rule: string;
  text: string;
  internal: Generated<boolean>;
  tool_name: string | null;
  tool_use_id: string | null;
  tool_input: Json | null;
  tool_result: Json | null;
  tool_failed: Generated<boolean>;
  tool_duration_ms: number | null;
  identity: string;
  at: Date;
  confidence: Generated<number>;
}

export interface AgentsUsage {
  id: string;
  agent_id: string;
  command_id: string | null;
  answer: string;
  model: string | null;
  input: Bigint;
  output: Bigint;
  cache_read: Bigint;
  cache_write: Bigint;
  cost: Bigint | null;
  at: Date;
}

export interface AnswersGiven {
  id: string;
  question_id: string;
  agent_id: string;
  question_version: number;
  idempotency_key: string;
  content: Json;
  way: "held_hook" | "protocol" | "keys";
  state: "given" | "delivered" | "refused" | "failed";
  problem: string | null;
  actor: string;
  actor_name: string;
  at: Date;
  settled_at: Date | null;
  node_id: string | null;
}

export interface AnswersTexts {
  id: string;
  agent_id: string;
  idempotency_key: string;
  text: string;
  interrupt: boolean;
  state: "queued" | "sending" | "sent" | "unknown" | "cancelled";
  place: number;
  problem: string | null;
  actor: string;
  actor_name: string;
  at: Date;
  sending_at: Date | null;
  settled_at: Date | null;
}

export interface AnswersWays {
  question_id: string;
  node_id: string;
  way: "held_hook" | "keys" | "protocol";
  can_remember: boolean;
  takes_words: boolean;
  at: Date;
}

export interface AttentionHours {
  hour: Date;
  completed: number;
  done: number;
}

export interface AuthAnswerGrants {
  id: string;
  name: string;
  code: string;
  secret_hash: string;
  prefix: string;
  state: "asked" | "given" | "refused" | "withdrawn" | "ended";
  asked_at: Date;
  expires_at: Date;
  key_id: string | null;
  settled_by: string | null;
}

export interface AuthApiKeys {
  id: string;
  name: string;
  prefix: string;
  secret_hash: string;
  scopes: string[];
  created_at: Date;
  expires_at: Date | null;
  last_used_at: Date | null;
  revoked_at: Date | null;
  user_id: string;
  file: string | null;
}

export interface AuthAttempts {
  target: string;
  failed: number;
  since: Date;
}

export interface AuthAudit {
  id: string;
  at: Date;
  actor: string;
  action: string;
  subject_kind: string;
  subject_id: string;
  correlation_id: string;
  detail: Json;
  user_id: string | null;
  actor_name: string | null;
  address: string | null;
}

export interface AuthPasswords {
  user_id: string;
  hash: string;
  changed_at: Date;
}

export interface AuthSignInLinks {
  secret_hash: string;
  created_at: Date;
  expires_at: Date;
  redeemed_at: Date | null;
  user_id: string;
  purpose: Generated<"sign_in" | "set_password">;
}

export interface AuthSignIns {
  id: string;
  name: string;
  cookie_hash: string;
  secret_hash: string;
  created_at: Date;
  last_seen_at: Date;
  expires_at: Date;
  ended_at: Date | null;
  user_id: string;
  way: Generated<"link" | "password" | "identity">;
  address: string | null;
  identity: string | null;
}

export interface AuthTickets {
  secret_hash: string;
  kind: "ticket" | "pass";
  caller_kind: "sign_in" | "api_key";
  caller_id: string;
  expires_at: Date;
}

export interface AuthUsers {
  id: string;
  login: string;
  name: string;
  role: "viewer" | "operator" | "admin";
  has_machine: Generated<boolean>;
  created_at: Date;
  disabled_at: Date | null;
}

export interface Bots {
  id: string;
  name: string;
  version: number;
  content: Json;
  enabled: boolean;
  created_at: Date;
  updated_at: Date;
}

export interface BotsFiles {
  project_id: string;
  path: string;
  bot_id: string | null;
  blob: string | null;
  content: Json | null;
  faults: Json;
  agreed: Json | null;
  kept_blob: string | null;
}

export interface BotsSnippets {
  name: string;
  version: number;
  text: string;
  by_name: string;
  updated_at: Date;
}

export interface BotsSyncs {
  project_id: string;
  version: number;
  enabled: boolean;
  enables_new: boolean;
  due_at: Date;
  asked_at: Date | null;
  looked_at: Date | null;
  branch: string | null;
  commit: string | null;
  fault: string | null;
}

export interface BotsVersions {
  bot_id: string;
  version: number;
  content: Json;
  enabled: boolean;
  actor: string;
  at: Date;
  by_name: string | null;
}

export interface Budgets {
  id: string;
  scope: "instance" | "project" | "bot" | "account" | "user";
  project_id: string | null;
  bot_id: string | null;
  period: "day" | "week" | "month";
  cost_micros: Bigint | null;
  tokens: Bigint | null;
  executions: Bigint | null;
  minutes: Bigint | null;
  warn_at: number;
  warned_for: Date | null;
  spent_for: Date | null;
  created_at: Date;
  updated_at: Date;
  account_id: string | null;
  user_id: string | null;
}

export interface Events {
  position: Bigint;
  id: string;
  type: string;
  version: number;
  at: Date;
  actor: string;
  subject_kind: string;
  subject_id: string;
  project_id: string | null;
  agent_id: string | null;
  command_id: string | null;
  turn_id: string | null;
  correlation_id: string;
  causation_id: string | null;
  data: Json;
  traceparent: string | null;
}

export interface EventsDeadLetters {
  id: string;
  reaction: string;
  position: Bigint;
  attempts: number;
  error: string;
  parked_at: Date;
  resolved_at: Date | null;
  resolution: "retried" | "discarded" | null;
}

export interface EventsIdentity {
  id: string;
}

export interface EventsReactions {
  name: string;
  position: Bigint;
  updated_at: Date;
}

export interface Executions {
  id: string;
  idempotency_key: string;
  bot_id: string;
  bot_name: string;
  bot_version: number;
  project_id: string | null;
  wanted_host_id: string | null;
  backend: "claude" | "codex" | "gemini" | "opencode" | "goose" | "program";
  model: string | null;
  access: "read" | "edit" | "full";
  workspace: "in_place" | "none" | "worktree" | "clone";
  prompt: string;
  input: string | null;
  concurrency: number;
  timeout_ms: Bigint;
  state: "queued" | "running" | "paused" | "succeeded" | "failed" | "timed_out" | "cancelled" | "interrupted";
  reason: string | null;
  error_class:
    | "rate_limit"
    | "authentication"
    | "billing"
    | "context_too_long"
    | "overloaded"
    | "network"
    | "refused"
    | "missing"
    | "folder_missing"
    | "workspace"
    | "result_invalid"
    | "budget"
    | "unknown"
    | null;
  resets_at: Date | null;
  cancel_asked: Generated<boolean>;
  pause_asked: Generated<boolean>;
  paused_at: Date | null;
  actor: string;
  by_name: string;
  correlation_id: string;
  queued_at: Date;
  started_at: Date | null;
  ended_at: Date | null;
  deadline: Date | null;
  host_id: string | null;
  cwd: string | null;
  command: Json | null;
  environment: Json<undefined>;
  owner_pid: number | null;
  owner_birth: string | null;
  supervisor_pid: number | null;
  supervisor_birth: string | null;
  session_id: string | null;
  result: string | null;
  exit_code: number | null;
  exit_signal: string | null;
  peak_memory_kb: number | null;
  cpu_ms: Bigint | null;
  read_to: Bigint<undefined>;
  log_lines: Bigint<undefined>;
  log_bytes: Bigint<undefined>;
  tokens_input: Bigint<undefined>;
  tokens_output: Bigint<undefined>;
  tokens_cache_read: Bigint<undefined>;
  tokens_cache_write: Bigint<undefined>;
  cost_micros: Bigint | null;
  given_values: Json<undefined>;
  checkout_ref: string | null;
  checkout_base: string | null;
  target: Json | null;
  result_schema: Json | null;
  usage_estimated: Generated<boolean>;
  usage_recent: Json<undefined>;
  budget_cost_micros: Bigint | null;
  budget_tokens: Bigint | null;
  over_budget: string | null;
  paused_ms: Bigint<undefined>;
  chain: Json<undefined>;
  retries: Generated<number>;
  attempt: Generated<number>;
  account_id: string | null;
  waits_since: Date | null;
  waits_until: Date | null;
  usage_before: Json | null;
  answered: Generated<boolean>;
  user_id: string | null;
  resumes: string | null;
  first_id: string | null;
  resumes_session: string | null;
  ask_minutes: number | null;
  looked_at: Date | null;
  outcome_failed: Generated<boolean>;
  allowed: Json<undefined>;
}

export interface ExecutionsAttempts {
  execution_id: string;
  number: number;
  link: number;
  backend: "claude" | "codex" | "gemini" | "opencode" | "goose" | "program";
  model: string | null;
  account_id: string | null;
  account_name: string | null;
  asks: "prompt" | "next_prompt" | "going_on" | "repair";
  started_at: Date;
  ended_at: Date | null;
  state: "succeeded" | "failed" | "timed_out" | "cancelled" | "interrupted" | null;
  reason: string | null;
  error_class:
    | "rate_limit"
    | "authentication"
    | "billing"
    | "context_too_long"
    | "overloaded"
    | "network"
    | "refused"
    | "missing"
    | "folder_missing"
    | "workspace"
    | "result_invalid"
    | "budget"
    | "unknown"
    | null;
  session_id: string | null;
  answered: Generated<boolean>;
  result: string | null;
  tokens: Bigint<undefined>;
  cost_micros: Bigint | null;
  ran_ms: Bigint<undefined>;
  bot_id: string;
  project_id: string | null;
  begun_at: Date;
  begun_on: number;
  why: Json | null;
}

export interface ExecutionsLimits {
  project_id: string;
  most: number;
}

export interface ExecutionsLog {
  execution_id: string;
  first_line: Bigint;
  lines: number;
  text: string;
}

export interface ExecutionsSteps {
  execution_id: string;
  number: number;
  name: "workspace" | "attempt";
  at: Date;
  ended_at: Date | null;
}

export interface GithubConnections {
  id: Generated<number>;
  api_url: string;
  sealed_token: string | null;
  login: string;
  actor: string;
  changed_at: Date;
  app_id: string | null;
  sealed_key: string | null;
}

export interface HooksHealth {
  backend: string;
  verdict: "heard" | "attention" | "absent";
  reason: string | null;
  state: string;
  last_heard_at: Date | null;
  checked_at: Date;
}

export interface JobsRuns {
  job_id: string;
  node: string | null;
  percent: Generated<number>;
  message: Generated<string>;
  checkpoint: Json | null;
  cancel_requested_at: Date | null;
  cancel_actor: string | null;
  failures: Json<undefined>;
  updated_at: Date;
}

export interface JobsSchedules {
  name: string;
  looked_at: Date;
  last_run_at: Date | null;
  last_job_id: string | null;
}

export interface Launches {
  id: string;
  host_id: string;
  project_id: string | null;
  agent_id: string | null;
  resumes_agent_id: string | null;
  backend: "claude" | "codex" | "gemini" | "opencode" | "goose";
  idempotency_key: string;
  name: string | null;
  state: "starting" | "waiting" | "running" | "failed" | "ended";
  step: "preparing" | "opening" | "opened";
  cwd: string;
  prompt: string | null;
  args: Json;
  session_id: string | null;
  socket: string;
  session: string;
  pane: string | null;
  pid: number | null;
  birth: string | null;
  worktree_branch: string | null;
  worktree_path: string | null;
  worktree_repository: string | null;
  worktree_own_branch: boolean | null;
  worktree_state: "wanted" | "made" | "kept" | "removed" | null;
  worktree_note: string | null;
  setup_output: string | null;
  reason: string | null;
  last_lines: string | null;
  actor: string;
  actor_name: string;
  correlation_id: string;
  at: Date;
  opened_at: Date | null;
  ended_at: Date | null;
  mode: Generated<"terminal" | "headless">;
  owner_pid: number | null;
  owner_birth: string | null;
  persona_id: string | null;
}

export interface LaunchesRestarts {
  id: string;
  host_id: string;
  agent_id: string;
  idempotency_key: string;
  force: boolean;
  state: "ending" | "resuming" | "done" | "failed";
  step: "gently" | "firmly" | "hard" | null;
  pid: number;
  birth: string;
  socket: string | null;
  launch_id: string | null;
  reason: string | null;
  actor: string;
  actor_name: string;
  correlation_id: string;
  at: Date;
  ended_at: Date | null;
  owner_pid: number | null;
  owner_birth: string | null;
}

export interface Nodes {
  id: string;
  name: string;
  role: "all" | "api" | "worker";
  host_name: string;
  pid: number;
  url: string | null;
  version: string;
  started_at: Generated<Date>;
  beat_at: Generated<Date>;
  due_at: Date;
  stopped_at: Date | null;
  report: Json<undefined>;
  host_id: string | null;
  sealing_key: string | null;
}

export interface NodesLeases {
  name: string;
  holder: string;
  held_until: Date;
}

export interface NodesOrders {
  id: string;
  node_id: string;
  kind: string;
  state: "given" | "taken" | "done" | "given_up";
  sealed: string | null;
  outcome: Json | null;
  at: Generated<Date>;
  due_at: Date;
}

export interface NotificationsChannels {
  id: string;
  user_id: string;
  kind: "ntfy" | "slack" | "webhook" | "email" | "web_push" | "desktop";
  name: string;
  target: string;
  sealed_settings: string;
  device_id: string | null;
  sign_in_id: string | null;
  with_content: boolean;
  enabled: boolean;
  created_at: Date;
  endpoint_digest: string | null;
  off_reason: string | null;
}

export interface NotificationsDeliveries {
  id: string;
  user_id: string;
  notice_id: string | null;
  channel_id: string | null;
  channel_kind: string;
  channel_name: string;
  kind: "notice" | "reminder" | "digest" | "test";
  reason: string | null;
  agent_id: string | null;
  question_id: string | null;
  state: "waiting" | "sent" | "failed" | "dropped" | "gathered";
  why: string | null;
  attempts: Generated<number>;
  error: string | null;
  digest_id: string | null;
  created_at: Date;
  due_at: Date;
  settled_at: Date | null;
}

export interface NotificationsLooks {
  user_id: string;
  device_id: string;
  agent_id: string | null;
  until: Date;
}

export interface NotificationsNotices {
  id: string;
  cause: string;
  reason: "permission" | "question" | "plan" | "finished" | "failed" | "rate_limited" | "silence" | "bot";
  agent_id: string | null;
  project_id: string | null;
  question_id: string | null;
  reminds_user_id: string | null;
  held: Generated<boolean>;
  at: Date;
  correlation_id: string;
  decided_at: Date | null;
  execution_id: string | null;
  title: string | null;
  body: string | null;
  level: "low" | "usual" | "high" | null;
}

export interface NotificationsOffers {
  id: string;
  channel_id: string;
  question_id: string;
  question_version: number;
  expires_at: Date;
  used_at: Date | null;
}

export interface NotificationsPreferences {
  user_id: string;
  time_zone: string;
  quiet_from: number | null;
  quiet_until: number | null;
  remind_after_minutes: number | null;
  digest_above: number;
  updated_at: Date;
}

export interface NotificationsRules {
  id: string;
  channel_id: string;
  project_id: string | null;
  reason: "permission" | "question" | "plan" | "finished" | "failed" | "rate_limited" | "silence" | "bot";
  wanted: boolean;
  persona_id: string | null;
}

export interface OrganisationPersonas {
  id: string;
  slug: string;
  name: string;
  role: string;
  description: string;
  skill: string;
  status: "active" | "archived";
  created_at: Date;
  updated_at: Date;
}

export interface Outcomes {
  execution_id: string;
  position: number;
  bot_id: string;
  host_id: string | null;
  correlation_id: string;
  kind: string;
  content: Json;
  state: "pending" | "done" | "failed" | "skipped";
  attempts: Generated<number>;
  next_at: Date | null;
  claimed_until: Date | null;
  reason: string | null;
  made_url: string | null;
  made_number: Bigint | null;
  made_sha: string | null;
  made_execution_id: string | null;
  created_at: Date;
  settled_at: Date | null;
}

export interface OutcomesSigningKeys {
  bot_id: string;
  sealed_secret: string;
  actor: string;
  created_at: Date;
}

export interface Prices {
  id: string;
  model: string;
  input: Bigint;
  output: Bigint;
  cache_read: Bigint | null;
  cache_write: Bigint | null;
  source: string;
  valid_from: Date;
  created_at: Date;
  by_name: string;
  removed_at: Date | null;
  removed_by: string | null;
}

export interface Programs {
  id: string;
  name: string;
  command: string;
  args: Json;
  speaks: "acp" | "nothing";
  result_file: string | null;
  created_at: Date;
  created_by: string;
  updated_at: Date;
  updated_by: string;
}

export interface Projects {
  id: string;
  host_id: string;
  name: string;
  slug: string;
  path: string | null;
  created_at: Date;
  description: Generated<string>;
  remote: string | null;
  remote_key: string | null;
  repository_id: string | null;
  folder_key: string | null;
  remote_by_hand: Generated<boolean>;
}

export interface ProjectsHosts {
  id: string;
  key: string;
  name: string;
  platform: string;
  created_at: Date;
  last_seen_at: Date;
}

export interface Subscribers {
  id: string;
  name: string;
  url: string;
  types: string[];
  project_id: string | null;
  bot_id: string | null;
  enabled: boolean;
  disabled_reason: string | null;
  sealed_secret: string;
  former_secret: string | null;
  former_until: Date | null;
  actor: string;
  created_at: Date;
  updated_at: Date;
}

export interface SubscribersMessages {
  id: string;
  subscriber_id: string;
  event_id: string;
  type: string;
  body: string;
  state: "waiting" | "sent" | "dead";
  attempts: Generated<number>;
  next_at: Date | null;
  claimed_until: Date | null;
  status: number | null;
  reason: string | null;
  took_ms: number | null;
  created_at: Date;
  settled_at: Date | null;
}

export interface Triggers {
  id: string;
  bot_id: string;
  kind: "webhook" | "github" | "schedule" | "event" | "poll" | "watch";
  source_id: string | null;
  content: Json;
  enabled: boolean;
  created_at: Date;
  updated_at: Date;
  next_at: Date | null;
  due_at: Date | null;
  seen: Json | null;
  fault: string | null;
  faults: Generated<number>;
  watcher: string | null;
  watched_until: Date | null;
  user_id: string | null;
  sealed_authorization: string | null;
}

export interface TriggersDeliveries {
  id: string;
  source_id: string;
  dedupe_key: string | null;
  external_id: string | null;
  event: string | null;
  state: "received" | "handled" | "refused";
  reason: string | null;
  headers: Json;
  body: string | null;
  bytes: number;
  digest: string;
  at: Date;
  duplicates: Generated<number>;
  started: Generated<number>;
  replay_of: string | null;
}

export interface TriggersFirings {
  id: string;
  trigger_id: string | null;
  bot_id: string;
  kind: "webhook" | "github" | "schedule" | "event" | "poll" | "watch";
  at: Date;
  outcome: "started" | "unmatched" | "overflow" | "refused";
  reason: string;
  execution_id: string | null;
  delivery_id: string | null;
}

export interface TriggersSources {
  id: string;
  name: string;
  style: "github" | "gitlab" | "standard" | "hmac" | "bearer";
  secret: string;
  per_minute: number;
  enabled: boolean;
  created_at: Date;
  updated_at: Date;
  last_delivery_at: Date | null;
}

export interface Workspaces {
  execution_id: string;
  host_id: string;
  repository_id: string | null;
  project_id: string | null;
  kind: "worktree" | "clone";
  state: "preparing" | "ready" | "kept" | "removed";
  why: string | null;
  source: string;
  ref: string | null;
  base: string | null;
  commit_id: string | null;
  branch: string;
  trust: "full" | "user_only";
  created_at: Date;
  over_at: Date | null;
  removed_at: Date | null;
  folder_id: string;
}

export interface WorkspacesRepositories {
  id: string;
  host_id: string;
  source: string;
  used_at: Date;
}

export interface Tables {
  accounts: Accounts;
  accounts_breakers: AccountsBreakers;
  accounts_windows: AccountsWindows;
  admin_saved_views: AdminSavedViews;
  agents: Agents;
  agents_commands: AgentsCommands;
  agents_erased: AgentsErased;
  agents_images: AgentsImages;
  agents_processes: AgentsProcesses;
  agents_questions: AgentsQuestions;
  agents_signals: AgentsSignals;
  agents_transcripts: AgentsTranscripts;
  agents_turns: AgentsTurns;
  agents_usage: AgentsUsage;
  answers_given: AnswersGiven;
  answers_texts: AnswersTexts;
  answers_ways: AnswersWays;
  attention_hours: AttentionHours;
  auth_answer_grants: AuthAnswerGrants;
  auth_api_keys: AuthApiKeys;
  auth_attempts: AuthAttempts;
  auth_audit: AuthAudit;
  auth_passwords: AuthPasswords;
  auth_sign_in_links: AuthSignInLinks;
  auth_sign_ins: AuthSignIns;
  auth_tickets: AuthTickets;
  auth_users: AuthUsers;
  bots: Bots;
  bots_files: BotsFiles;
  bots_snippets: BotsSnippets;
  bots_syncs: BotsSyncs;
  bots_versions: BotsVersions;
  budgets: Budgets;
  events: Events;
  events_dead_letters: EventsDeadLetters;
  events_identity: EventsIdentity;
  events_reactions: EventsReactions;
  executions: Executions;
  executions_attempts: ExecutionsAttempts;
  executions_limits: ExecutionsLimits;
  executions_log: ExecutionsLog;
  executions_steps: ExecutionsSteps;
  github_connections: GithubConnections;
  hooks_health: HooksHealth;
  jobs_runs: JobsRuns;
  jobs_schedules: JobsSchedules;
  launches: Launches;
  launches_restarts: LaunchesRestarts;
  nodes: Nodes;
  nodes_leases: NodesLeases;
  nodes_orders: NodesOrders;
  notifications_channels: NotificationsChannels;
  notifications_deliveries: NotificationsDeliveries;
  notifications_looks: NotificationsLooks;
  notifications_notices: NotificationsNotices;
  notifications_offers: NotificationsOffers;
  notifications_preferences: NotificationsPreferences;
  notifications_rules: NotificationsRules;
  organisation_personas: OrganisationPersonas;
  outcomes: Outcomes;
  outcomes_signing_keys: OutcomesSigningKeys;
  prices: Prices;
  programs: Programs;
  projects: Projects;
  projects_hosts: ProjectsHosts;
  subscribers: Subscribers;
  subscribers_messages: SubscribersMessages;
  triggers: Triggers;
  triggers_deliveries: TriggersDeliveries;
  triggers_firings: TriggersFirings;
  triggers_sources: TriggersSources;
  workspaces: Workspaces;
  workspaces_repositories: WorkspacesRepositories;
}
