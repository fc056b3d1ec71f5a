import type { Statement } from "../../../platform/database/database.ts";
import type { Row } from "./row-changes.ts";

/** Columns of a table with their types, as `jsonb_to_recordset` wants them. */
type Columns = Readonly<Record<string, string>>;

const tables = {
  agents: {
    id: "uuid",
    host_id: "uuid",
    project_id: "uuid",
    parent_id: "uuid",
    previous_agent_id: "uuid",
    forked_from: "text",
    backend: "text",
    session_id: "text",
    agent_type: "text",
    state: "text",
    state_since: "timestamptz",
    evidence: "jsonb",
    title: "text",
    cwd: "text",
    branch: "text",
    model: "text",
    transcript_path: "text",
    started_at: "timestamptz",
    last_seen_at: "timestamptz",
    ended_at: "timestamptz",
    end_reason: "text",
    error_class: "text",
    resets_at: "timestamptz",
    context_tokens: "bigint",
    context_limit: "bigint",
    reported_cost: "bigint",
    reported_cost_at: "timestamptz",
    queued_prompts: "integer",
    tracking: "jsonb",
    revision: "integer",
  },
  agents_processes: {
    id: "uuid",
    agent_id: "uuid",
    pid: "integer",
    pane: "text",
    entry: "text",
    started_at: "timestamptz",
    ended_at: "timestamptz",
  },
  agents_commands: {
    id: "uuid",
    agent_id: "uuid",
    state: "text",
    outcome: "text",
    error_class: "text",
    error_text: "text",
    resets_at: "timestamptz",
    prompt_id: "text",
    instruction: "text",
    full_text: "text",
    completion_summary: "text",
    started_at: "timestamptz",
    completed_at: "timestamptz",
  },
  agents_turns: {
    id: "uuid",
    agent_id: "uuid",
    command_id: "uuid",
    actor: "text",
    intent: "text",
    rule: "text",
    confidence: "double precision",
    text: "text",
    internal: "boolean",
    tool_name: "text",
    tool_use_id: "text",
    tool_input: "jsonb",
    tool_result: "jsonb",
    tool_failed: "boolean",
    tool_duration_ms: "double precision",
    identity: "text",
    at: "timestamptz",
  },
  agents_usage: {
    id: "uuid",
    agent_id: "uuid",
    command_id: "uuid",
    answer: "text",
    model: "text",
    input: "bigint",
    output: "bigint",
    cache_read: "bigint",
    cache_write: "bigint",
    cost: "bigint",
    at: "timestamptz",
  },
  agents_images: {
    id: "uuid",
    agent_id: "uuid",
    hash: "text",
    things: "text[]",
    media_type: "text",
    bytes: "integer",
    data: "text",
    at: "timestamptz",
  },
  agents_questions: {
    id: "uuid",
    agent_id: "uuid",
    command_id: "uuid",
    turn_id: "uuid",
    kind: "text",
    state: "text",
    version: "integer",
    answer_id: "uuid",
    call_turn_id: "uuid",
    tool: "text",
    text: "text",
    input: "jsonb",
    parts: "jsonb",
    plan: "text",
    terminal_only: "boolean",
    at: "timestamptz",
    closed_at: "timestamptz",
  },
  agents_signals: {
    id: "uuid",
    agent_id: "uuid",
    backend: "text",
    identity: "text",
    source: "text",
    event: "text",
    received_at: "timestamptz",
    applied_at: "timestamptz",
    error: "text",
    payload: "jsonb",
    correlation_id: "text",
  },
} as const satisfies Record<string, Columns>;

export type Table = keyof typeof tables;

const columnsOf = (table: Table) => Object.keys(tables[table]);

/** The rows of a JSON array, which is the one parameter of every part. */
const rowsOf = (table: Table) =>
  `jsonb_to_recordset($1::jsonb) as x(${Object.entries(tables[table])
    .map(([column, type]) => `${column} ${type}`)
    .join(", ")})`;

function insertText(table: Table): string {
  const columns = columnsOf(table).join(", ");
  return `insert into ${table} (${columns}) select ${columns} from ${rowsOf(table)}`;
}

/** A move requires a state from which there are moves; what moves nothing may still add to what is over. */
const guards: Partial<Record<Table, string>> = {
  agents_commands: "(x.state is null or t.state <> 'complete')",
  agents_questions: "(x.state is null or t.state in ('open', 'answering'))",
};

/** The ids of the rows of a JSON array. With them each row is looked up; a join or `exists` may be planned as a walk through the table. */
const ids = "array(select id from jsonb_to_recordset($1::jsonb) as changed(id uuid))";

/** No column is ever cleared by an update, so a missing value means: as it was. */
function updateText(table: Table): string {
  const sets = columnsOf(table)
    .filter((column) => column !== "id" && column !== "agent_id")
    .map((column) => `${column} = coalesce(x.${column}, t.${column})`);
  const guard = guards[table] ?? "true";
  return `update ${table} t set ${sets.join(", ")} from ${rowsOf(table)}
    where t.id = x.id and t.id = any(${ids}) and ${guard}`;
}

/** A row is written where it follows on the one that is stored; only a first one on none: another was erased. */
function upsertText(table: Table): string {
  const sets = columnsOf(table)
    .filter((column) => column !== "id")
    .map((column) => `${column} = excluded.${column}`);
  const stored = `array(select s.id from ${table} s where s.id = any(${ids}))`;
  return `${insertText(table)} where x.revision = 1 or x.id = any(${stored})
    on conflict (id) do update set ${sets.join(", ")} where ${table}.revision = excluded.revision - 1`;
}

const countsOf = (row: string) =>
  ["input", "output", "cache_read", "cache_write"].map((column) => `${row}.${column}`).join(" + ");

/** What is told of an answer again counts in the place of what was told before, where it is larger. */
function tallyText(table: Table): string {
  const counted = columnsOf(table).filter(
    (column) => !["id", "agent_id", "command_id", "answer"].includes(column),
  );
  return `${insertText(table)} on conflict (agent_id, answer) do update set
    command_id = coalesce(excluded.command_id, ${table}.command_id),
    ${counted.map((column) => `${column} = excluded.${column}`).join(", ")}
    where ${countsOf("excluded")} > ${countsOf(table)}`;
}

/** So much is kept of an agent's images. */
const mostImages = { count: 200, bytes: 50 * 1024 * 1024 };

/** An image is kept once, with all that it came with. Beyond what is kept of an agent, one is only named. */
function keepText(table: Table): string {
  const stored = (what: string) =>
    `(select ${what} from ${table} k where k.agent_id = x.agent_id and k.data is not null)`;
  // What comes at once counts as if it came one by one; what is there already counts once.
  const sofar = "filter (where isnew) over (partition by agent_id order by id rows unbounded preceding)";
  return `insert into ${table} (id, agent_id, hash, things, media_type, bytes, data, at)
    select id, agent_id, hash, things, media_type, bytes, case when
      ${stored("count(*)")} + count(*) ${sofar} <= ${mostImages.count} and
      ${stored("coalesce(sum(k.bytes), 0)")} + coalesce(sum(bytes) ${sofar}, 0) <= ${mostImages.bytes}
      then decode(data, 'base64') end, at
    from (select y.*, y.data is not null and not exists (
      select from ${table} k where k.agent_id = y.agent_id and k.hash = y.hash) as isnew
      from ${rowsOf(table).replace(" as x(", " as y(")}) x
    on conflict (agent_id, hash) do update
    set things = array(select distinct unnest(${table}.things || excluded.things))
    where not excluded.things <@ ${table}.things`;
}

const [guarded, guard] = ["upsert_agents", "none_stale"] as const;
/** Fails all where an agent was not written, since another node had written it. */
const guardText = `select agents_refuse_stale((select count(*) from ${guarded}), jsonb_array_length($1::jsonb))`;

const textFor = {
  insert: insertText,
  update: updateText,
  upsert: upsertText,
  tally: tallyText,
  keep: keepText,
};

/**
 * What may be written at once. A group is written whole where one part of it has rows: each combination is prepared
 * and kept, and takes some hundred kilobytes, so there must be few.
 */
const groups = [
  [
    ["upsert", "agents"],
    ["insert", "agents_signals"],
  ],
  [["insert", "agents_turns"]],
  [["keep", "agents_images"]],
  [
    ["update", "agents_turns"],
    ["tally", "agents_usage"],
  ],
  [
    ["insert", "agents_commands"],
    ["update", "agents_commands"],
  ],
  [
    ["insert", "agents_processes"],
    ["update", "agents_processes"],
    ["insert", "agents_questions"],
    ["update", "agents_questions"],
  ],
] as const;

const parts = groups.flatMap((members, group) =>
  members.map(([how, table]) => ({ group, name: `${how}_${table}` as const, text: textFor[how](table) })),
);

type Part = (typeof parts)[number];

const texts = new Map<string, string>();

/** The text that writes these parts and then the events; each takes the parameter of its place. */
function combinedText(used: readonly Part[], events: Statement | undefined): string {
  const members: { name: string; text: string }[] = used.map(({ name, text }) => ({
    name,
    text: `${text} returning 1`,
  }));
  if (events !== undefined) members.push({ name: "written", text: events.text });
  const withs = members.map(({ name, text }, at) => `${name} as (${text.replaceAll("$1", `$${at + 1}`)})`);
  const isGuarded = used.some(({ name }) => name === guarded);
  // Behind the part it guards, whose parameter is the first.
  if (isGuarded) withs.splice(1, 0, `${guard} as materialized (${guardText})`);
  if (events !== undefined) return `with ${withs.join(", ")} select * from written`;
  return `with ${withs.join(", ")} select ${isGuarded ? `count(*) from ${guard}` : ""}`;
}

/**
 * All of a batch as one statement: one round through the engine, and a transaction by itself. It answers what the
 * insert of the events answers. None where there is nothing to write.
 */
export function writeAtOnce(
  rows: Partial<Record<Part["name"], readonly Row[]>>,
  insertOfEvents: (after: readonly string[]) => Statement[],
): Statement[] {
  const touched = new Set(parts.filter(({ name }) => rows[name]?.length).map(({ group }) => group));
  if (touched.size === 0) return [];
  const used = parts.filter(({ group }) => touched.has(group));
  const [events] = insertOfEvents(used.flatMap(({ name }) => (name === guarded ? [name, guard] : [name])));
  const name = `write_${[...touched].join("_")}${events ? "_events" : ""}`;
  const text = texts.get(name) ?? combinedText(used, events);
  texts.set(name, text);
  const values = used.map((part) => JSON.stringify(rows[part.name] ?? []));
  return [{ name, text, values: [...values, ...(events?.values ?? [])] }];
}
