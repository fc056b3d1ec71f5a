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
    queued_prompts: "integer",
    tracking: "jsonb",
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
  agents_questions: {
    id: "uuid",
    agent_id: "uuid",
    command_id: "uuid",
    turn_id: "uuid",
    kind: "text",
    state: "text",
    version: "integer",
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
    event: "text",
    received_at: "timestamptz",
    applied_at: "timestamptz",
    error: "text",
    payload: "jsonb",
    correlation_id: "text",
  },
} as const satisfies Record<string, Columns>;

export type Table = keyof typeof tables;

const definition = (table: Table) =>
  Object.entries(tables[table])
    .map(([column, type]) => `${column} ${type}`)
    .join(", ");

const columnsOf = (table: Table) => Object.keys(tables[table]);

function insertText(table: Table): string {
  const columns = columnsOf(table).join(", ");
  const rows = `jsonb_to_recordset($1::jsonb) as x(${definition(table)})`;
  return `insert into ${table} (${columns}) select ${columns} from ${rows}`;
}

/** A move requires a state from which there are moves; what moves nothing may still add to what is over. */
const guards: Partial<Record<Table, string>> = {
  agents_commands: "(x.state is null or t.state <> 'complete')",
  agents_questions: "(x.state is null or t.state in ('open', 'answering'))",
};

/**
 * One row, by its id. Joined to many rows, the table would be read whole each time: the plan is made while it is
 * small, and kept. No column is ever cleared by an update, so a missing value means: as it was.
 */
function updateText(table: Table): string {
  const sets = columnsOf(table)
    .filter((column) => column !== "id" && column !== "agent_id")
    .map((column) => `${column} = coalesce(x.${column}, t.${column})`);
  const guard = guards[table] ?? "true";
  const row = `jsonb_to_record($1::jsonb) as x(${definition(table)})`;
  return `update ${table} t set ${sets.join(", ")} from ${row} where t.id = $2::uuid and ${guard}`;
}

function upsertText(table: Table): string {
  const sets = columnsOf(table)
    .filter((column) => column !== "id")
    .map((column) => `${column} = excluded.${column}`);
  return `${insertText(table)} on conflict (id) do update set ${sets.join(", ")}`;
}

const texts = new Map<string, string>();
const textFor = { insert: insertText, update: updateText, upsert: upsertText };

function prepared(how: keyof typeof textFor, table: Table): Pick<Statement, "name" | "text"> {
  const name = `${how}_${table}`;
  const text = texts.get(name) ?? textFor[how](table);
  texts.set(name, text);
  return { name, text };
}

/** One statement that writes any number of new rows; none for no rows. */
export function write(how: "insert" | "upsert", table: Table, rows: Iterable<Row>): Statement[] {
  const values = JSON.stringify([...rows]);
  return values === "[]" ? [] : [{ ...prepared(how, table), values: [values] }];
}

/** A statement for each row that changes, by id. */
export const update = (table: Table, rows: ReadonlyMap<string, Row>): Statement[] =>
  [...rows].map(([id, row]) => ({ ...prepared("update", table), values: [JSON.stringify(row), id] }));
